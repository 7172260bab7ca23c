/** IPv4 addresses that a name or a raw URL must never lead to. */
export const FORBIDDEN_IPV4 = [
  "127.0.0.1",
  "127.1.2.3",
  "10.0.0.1",
  "172.16.0.1",
  "192.168.0.1",
  "169.254.1.1",
  "169.254.169.254",
  "100.64.0.1",
  "100.100.100.200",
  "168.63.129.16",
  "192.0.0.192",
  "0.0.0.0",
  "198.18.0.1",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
] as const;

const FULL_WIDTH = 0xff10;
const CIRCLED = ["⓪", "①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨"];
const MATHEMATICAL_BOLD = 0x1d7ce;

function bytesOf(address: string): readonly [number, number, number, number] {
  return address.split(".").map(Number) as unknown as readonly [number, number, number, number];
}

const hex = (value: number): string => `0x${value.toString(16)}`;
const octal = (value: number): string => `0${value.toString(8)}`;

/** The spellings of an IPv4 address that URL parsers and resolvers take for it. */
function spellingsOfIpv4(address: string): readonly string[] {
  const bytes = bytesOf(address);
  const [a, b, c, d] = bytes;
  const whole = ((a * 256 + b) * 256 + c) * 256 + d;
  const digits = (of: (digit: number) => string): string =>
    address.replaceAll(/\d/g, (digit) => of(Number(digit)));
  return [
    address,
    `${address}.`,
    String(whole),
    hex(whole),
    octal(whole),
    hex(whole).toUpperCase(),
    bytes.map(hex).join("."),
    bytes.map(octal).join("."),
    bytes.map((byte) => `000${octal(byte)}`).join("."),
    bytes.map((byte) => `0x0000${byte.toString(16)}`).join("."),
    `${hex(a)}.${b}.${octal(c)}.${d}`,
    `${a}.${b}.${c * 256 + d}`,
    `${a}.${(b * 256 + c) * 256 + d}`,
    `${hex(a)}.${hex((b * 256 + c) * 256 + d)}`,
    `${octal(a)}.${octal(b)}.${octal(c * 256 + d)}`,
    address.replaceAll(".", "。"),
    address.replaceAll(".", "．"),
    address.replaceAll(".", "｡"),
    address.replaceAll(".", "%2e"),
    digits((digit) => `%3${digit}`),
    digits((digit) => String.fromCodePoint(FULL_WIDTH + digit)),
    digits((digit) => CIRCLED[digit] as string),
    digits((digit) => String.fromCodePoint(MATHEMATICAL_BOLD + digit)),
    digits((digit) => `${digit}\u00AD`),
  ];
}

/** The IPv6 addresses that hold an IPv4 address: mapped, compatible, translated, or in a tunnel. */
export function ipv6Holding(address: string): readonly string[] {
  const [a, b, c, d] = bytesOf(address);
  const pair = (high: number, low: number): string => (high * 256 + low).toString(16);
  const groups = `${pair(a, b)}:${pair(c, d)}`;
  const inverted = `${pair(255 - a, 255 - b)}:${pair(255 - c, 255 - d)}`;
  return [
    `::ffff:${address}`,
    `::ffff:${groups}`,
    `::FFFF:${groups.toUpperCase()}`,
    `0:0:0:0:0:ffff:${groups}`,
    `0000:0000:0000:0000:0000:ffff:${address}`,
    `::${address}`,
    `::${groups}`,
    `::ffff:0:${address}`,
    `64:ff9b::${address}`,
    `64:ff9b::${groups}`,
    `64:ff9b:1::${groups}`,
    `2002:${groups}::`,
    `2002:${groups}::1`,
    `2001:0:${groups}::1`,
    `2001:0:4136:e378:8000:63bf:${inverted}`,
    `2606:4700::5efe:${groups}`,
    `2606:4700::200:5efe:${groups}`,
  ];
}

/** Further IPv6 addresses that are not of the internet. */
export const FORBIDDEN_IPV6 = [
  "::",
  "::1",
  "0:0:0:0:0:0:0:1",
  "0000:0000:0000:0000:0000:0000:0000:0001",
  "fc00::1",
  "fd00::1",
  "fd00:ec2::254",
  "fd20:ce::254",
  "fe80::1",
  "fe80::a9fe:a9fe",
  "febf::1",
  "fec0::1",
  "ff01::1",
  "ff02::1",
  "100::1",
  "2001:db8::1",
  "3fff::1",
  "4000::1",
  "5f00::1",
] as const;

/** Names that say or resolve to this machine, or to a cloud's metadata. */
export const KNOWN_NAMES = [
  "localhost",
  "LOCALHOST",
  "localhost.",
  "a.localhost",
  "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
  "ｌｏｃａｌｈｏｓｔ",
  "loc%61lhost",
  "localhost.localdomain",
  "ip6-localhost",
  "127.0.0.1.nip.io",
  "127-0-0-1.sslip.io",
  "localtest.me",
  "lvh.me",
  "metadata",
  "metadata.google.internal",
  "instance-data",
  "kubernetes.default.svc",
  "169.254.169.254.nip.io",
  "rebind.example.net",
] as const;

/**
 * Authorities that show one host to a careless reader and another one to a URL parser. `api.example.com`
 * is allowed where they are tried, and `target` is not.
 */
function disguised(target: string): readonly string[] {
  const allowed = "api.example.com";
  return [
    `${allowed}@${target}`,
    `${allowed}:80@${target}`,
    `user:password@${target}`,
    `${allowed}%40${target}`,
    `@${target}`,
    `:@${target}`,
    `${target}#@${allowed}`,
    `${target}#.${allowed}`,
    `${target}?@${allowed}`,
    `${target}?.${allowed}`,
    String.raw`${target}\@${allowed}`,
    String.raw`${target}\.${allowed}`,
    `${target}/@${allowed}`,
    `${target}/.${allowed}`,
    `${allowed}%00@${target}`,
    `${allowed}%0d%0a@${target}`,
    `${allowed} @${target}`,
    `${allowed}\t@${target}`,
    `${allowed}\n@${target}`,
    `\t${target}`,
    `${target}\t`,
    `${target}%00.${allowed}`,
    `${target}%2f.${allowed}`,
    `${target}%23.${allowed}`,
    `${target};.${allowed}`,
    `${target},${allowed}`,
    `/${target}`,
    `//${target}`,
    String.raw`\\${target}`,
  ];
}

/** Every host of this file, as it stands in a URL. */
export function hostSpellings(): readonly string[] {
  const ipv4 = FORBIDDEN_IPV4.flatMap(spellingsOfIpv4);
  const ipv6 = [...FORBIDDEN_IPV6, ...FORBIDDEN_IPV4.flatMap(ipv6Holding)].map((address) => `[${address}]`);
  const zoned = ["[fe80::1%25eth0]", "[::1%25lo]", "[::ffff:127.0.0.1%25]"];
  const hidden = ["127.0.0.1", "2130706433", "169.254.169.254", "[::1]", "localhost"].flatMap(disguised);
  return [...new Set([...ipv4, ...ipv6, ...zoned, ...KNOWN_NAMES, ...hidden])];
}
