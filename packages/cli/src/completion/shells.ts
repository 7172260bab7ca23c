import type { CompletedCommand } from "./commands";

/** The shells that can complete `tutti`. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

/** One of {@link SHELLS}. */
export type Shell = (typeof SHELLS)[number];

/** The script that a shell reads, so that it completes commands, options and files. */
export function completionScript(shell: Shell, commands: readonly CompletedCommand[]): string {
  return { bash, zsh, fish }[shell](commands);
}

const wordsAt = (commands: readonly CompletedCommand[], before: string): readonly CompletedCommand[] =>
  commands.filter(({ words }) => words.slice(0, -1).join(" ") === before);

const groupsOf = (commands: readonly CompletedCommand[]): readonly string[] =>
  Array.from(new Set(commands.map(({ words }) => words.slice(0, -1).join(" "))));

const last = ({ words }: CompletedCommand): string => words.at(-1) ?? "";

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

function bash(commands: readonly CompletedCommand[]): string {
  const options = commands.map(
    ({ options: own, words }) => `    ${quoted(words.join(" "))}) echo ${quoted(flagsOf(own))} ;;`,
  );
  const subcommands = groupsOf(commands).map((group) => {
    const names = wordsAt(commands, group).map(last).join(" ");
    return `    ${quoted(group)}) echo ${quoted(names)} ;;`;
  });
  return `# Completion of tutti for bash: put this line into ~/.bashrc
#   source <(tutti completion bash)
_tutti_options() {
  case "$1" in
${options.join("\n")}
  esac
}
_tutti_commands() {
  case "$1" in
${subcommands.join("\n")}
  esac
}
_tutti() {
  local current="\${COMP_WORDS[COMP_CWORD]}" command="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case " $(_tutti_commands "$command") " in *" $word "*) command="\${command:+$command }$word" ;; esac
  done
  if [[ "$current" == -* ]]; then
    COMPREPLY=($(compgen -W "$(_tutti_options "$command")" -- "$current"))
  else
    COMPREPLY=($(compgen -W "$(_tutti_commands "$command")" -- "$current"))
  fi
}
complete -o default -F _tutti tutti`;
}

function flagsOf(options: CompletedCommand["options"]): string {
  return options.flatMap(({ flags }) => flags).join(" ");
}

const zshText = (text: string): string => text.replaceAll(/[[\]:]/g, String.raw`\$&`);

function zshOptions({ options, words }: CompletedCommand): string {
  const specs = options.flatMap(({ description, flags, takesValue }) =>
    flags.map((flag) => quoted(`${flag}[${zshText(description)}]${takesValue ? ":value:_files" : ""}`)),
  );
  return `    ${quoted(words.join(" "))}) _arguments ${[...specs, "'*:file:_files'"].join(" ")} ;;`;
}

function zsh(commands: readonly CompletedCommand[]): string {
  const cases = commands.map(zshOptions);
  const lists = groupsOf(commands).map((group) => {
    const entries = wordsAt(commands, group).map((one) => quoted(`${last(one)}:${zshText(one.description)}`));
    return `    ${quoted(group)}) names=(${entries.join(" ")}) ;;`;
  });
  return `#compdef tutti
# Completion of tutti for zsh: put this line into ~/.zshrc, behind compinit
#   source <(tutti completion zsh)
_tutti() {
  local command="" word
  local -a names
  for word in "\${(@)words[2,CURRENT-1]}"; do
    _tutti_names "$command"
    (( \${names[(I)$word:*]} )) && command="\${command:+$command }$word"
  done
  _tutti_names "$command"
  if (( \${#names} )) && [[ "\${words[CURRENT]}" != -* ]]; then
    _describe command names
    return
  fi
  case "$command" in
${cases.join("\n")}
  esac
}
_tutti_names() {
  names=()
  case "$1" in
${lists.join("\n")}
  esac
}
compdef _tutti tutti`;
}

function fish(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap((command) => {
    const before = command.words.slice(0, -1);
    const names = wordsAt(commands, before.join(" ")).map(last).join(" ");
    const seen = before.map((word) => `__fish_seen_subcommand_from ${word}; and `).join("");
    const missing = `${seen}not __fish_seen_subcommand_from ${names}`;
    const here = command.words.map((word) => `__fish_seen_subcommand_from ${word}`).join("; and ");
    return [
      `complete -c tutti -n ${quoted(missing)} -f -a ${last(command)} -d ${quoted(command.description)}`,
      ...command.options.map((option) => `complete -c tutti -n ${quoted(here)} ${fishOption(option)}`),
    ];
  });
  return [
    "# Completion of tutti for fish: tutti completion fish > ~/.config/fish/completions/tutti.fish",
    ...lines,
  ].join("\n");
}

function fishOption({ description, flags, takesValue }: CompletedCommand["options"][number]): string {
  const names = flags.map((flag) => (flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  return `${names.join(" ")}${takesValue ? " -r" : ""} -d ${quoted(description)}`;
}
