import {
  type ActionInterceptor,
  DEFAULT_LIMITS,
  EmbeddedEngine,
  ENGINE_LOAD,
  type EnginePorts,
  type Limits,
  reasonOf,
  Workflows,
} from "../engine";
import { TuttiError } from "../errors";
import { EventRouter, EventStream } from "../events";
import { memory, systemTimers } from "../memory";
import { actionCatalogue, controlActions } from "../plan";
import {
  type ActionDescriptor,
  EVENT_SINK,
  type EventSink,
  type Plugin,
  type PluginContainer,
  type Resolver,
  SECRET_PROVIDER,
} from "../plugin/index";
import type { Cipher, Clock, Ids, Logger, Random, SecretProvider, Storage, Timers } from "../ports";
import { WorkflowManagementService } from "../service";
import { Triggers, type WebhookOutcome, type WebhookRequest } from "../trigger";
import { Container } from "./container";
import { EVENT_PUBLISHER } from "./event-publisher";
import { startSinks } from "./sinks";
import { buildExecutors, type Executors, registerPlugins } from "./plugins";
import { telemetryPorts } from "./telemetry";
import {
  consoleLogger,
  environmentSecrets,
  systemCipher,
  systemClock,
  systemIds,
  systemRandom,
  systemTimeouts,
} from "./system";

/** Options of {@link createOrchestrator}; each may be left out. */
export interface OrchestratorOptions {
  /** Where everything is kept. Default: in this process's memory. */
  readonly storage?: Storage;
  readonly plugins?: readonly Plugin[];
  /** Default: JSON lines on standard error, from level `warn` on. */
  readonly logger?: Logger;
  /** Asked in this order, before the plugins' providers and the environment (`TUTTI_SECRET_…`). */
  readonly secrets?: SecretProvider | readonly SecretProvider[];
  readonly limits?: Partial<Limits>;
  /** Stand around every call of an executor, the first outermost. */
  readonly interceptors?: readonly ActionInterceptor[];
  /** Registers or overrides tokens after the plugins have: for tests and special wiring. */
  readonly register?: (container: PluginContainer) => void;
  readonly clock?: Clock;
  readonly timers?: Timers;
  readonly ids?: Ids;
  readonly random?: Random;
  /**
   * Encrypts secret parameters. Default: AES-256-GCM with the key in TUTTI_ENCRYPTION_KEY, else with the one
   * that the storage keeps, else with one of this process.
   */
  readonly cipher?: Cipher;
  /**
   * Take requests and begin no action, also of executions that have not ended: for tools that change a
   * store whose executions run elsewhere, or at its next start. Default false.
   */
  readonly standby?: boolean;
  /**
   * Start executions by the triggers of the stored workflows. Default true. False: for a tool that runs one
   * execution and ends; what schedules miss meanwhile is left to the next start that has them.
   */
  readonly triggers?: boolean;
}

/** An installed action type, as the catalogue shows it. */
export interface InstalledAction extends ActionDescriptor {
  /** The plugin that brings it. */
  readonly plugin: string;
}

/** What {@link createOrchestrator} gives. */
export interface Orchestrator extends AsyncDisposable {
  readonly workflows: WorkflowManagementService;
  readonly events: EventStream;
  /**
   * Starts the execution of the webhook trigger that a signed HTTP request is for: for servers. Throws
   * `UNKNOWN_SECRET`, `INVALID_WEBHOOK_SECRET`, and what the trigger's expressions fail with.
   */
  receiveWebhook(request: WebhookRequest): Promise<WebhookOutcome>;
  /** Reads what plugins registered. */
  readonly container: Resolver;
  /** The installed action types, those of the core included, by type. */
  readonly actions: readonly InstalledAction[];
  /**
   * Stops: takes no more, lets what is running end, stops the plugins in reverse order and closes the
   * storage. May be called twice.
   */
  stop(options?: { /** Default 10,000 ms. */ readonly deadlineMs?: number }): Promise<void>;
}

/**
 * Makes an orchestrator and starts it: opens the storage, starts the plugins and goes on with every
 * execution that has not ended.
 *
 * Throws a `TuttiError` that names the plugin when one can't be used.
 *
 * @example
 * await using orchestrator = await createOrchestrator({ plugins: [notification()] });
 * const { workflow } = await orchestrator.workflows.createWorkflow(definition, "me");
 */
export async function createOrchestrator(options: OrchestratorOptions = {}): Promise<Orchestrator> {
  const container = new Container();
  const plugins = registerPlugins(container, options.plugins ?? []);
  options.register?.(container);
  const executors = buildExecutors(container, plugins);
  const parts = assemble(options, container, executors);
  const lifecycle = new Lifecycle(parts, plugins, container);
  await lifecycle.start();
  return {
    workflows: parts.workflows,
    events: parts.events,
    receiveWebhook: (request) => parts.triggers.webhooks.receive(request),
    container,
    actions: listActions(executors),
    stop: (how) => lifecycle.stop(how?.deadlineMs ?? DEFAULT_DEADLINE_MS),
    [Symbol.asyncDispose]: () => lifecycle.stop(DEFAULT_DEADLINE_MS),
  };
}

const DEFAULT_DEADLINE_MS = 10_000;

interface Parts {
  readonly storage: Storage;
  readonly engine: EmbeddedEngine;
  readonly triggers: Triggers;
  readonly workflows: WorkflowManagementService;
  readonly events: EventStream;
  /** Asked once the plugins have started. */
  readonly sinks: () => readonly EventSink[];
  readonly ports: EnginePorts;
}

function assemble(options: OrchestratorOptions, container: Container, executors: Executors): Parts {
  const ports = systemPorts(options);
  const catalogue = actionCatalogue([...executors.values()].map(({ executor }) => executor.descriptor));
  const events = new EventStream(ports);
  const router = new EventRouter(events);
  const own = [options.secrets ?? []].flat();
  const enginePorts: EnginePorts = {
    ...ports,
    secrets: [...own, ...container.resolveAll(SECRET_PROVIDER).toReversed(), environmentSecrets()],
    executorOf: (type) => executors.get(type)?.executor,
    events: router,
    ...telemetryPorts({ container, events, logger: ports.logger, interceptors: options.interceptors ?? [] }),
  };
  const workflows = new Workflows(ports.storage, catalogue, ports.limits);
  const { standby = false, triggers: startsByTriggers = true } = options;
  const engine = new EmbeddedEngine(enginePorts, workflows, { isStandby: standby });
  container.register(EVENT_PUBLISHER, { useValue: events });
  container.register(ENGINE_LOAD, { useValue: () => engine.load });
  const held = { isHeld: standby || !startsByTriggers };
  const triggers = new Triggers({ ...enginePorts, events: router, engine }, held);
  const onChange: Triggers["changed"] = (workflowId, newest) => triggers.changed(workflowId, newest);
  const service = new WorkflowManagementService({ ...ports, engine, workflows, catalogue, onChange });
  const sinks = () => (standby ? [] : container.resolveAll(EVENT_SINK));
  return { storage: ports.storage, engine, triggers, workflows: service, events, sinks, ports: enginePorts };
}

type SystemPorts = Omit<
  EnginePorts,
  "secrets" | "executorOf" | "events" | keyof ReturnType<typeof telemetryPorts>
>;

function systemPorts(options: OrchestratorOptions): SystemPorts {
  const clock = options.clock ?? systemClock;
  const storage = options.storage ?? memory();
  const keyText = (): string | undefined => process.env.TUTTI_ENCRYPTION_KEY ?? storage.encryptionKey?.();
  return {
    clock,
    storage,
    timers: options.timers ?? systemTimers(clock, systemTimeouts),
    ids: options.ids ?? systemIds(clock),
    random: options.random ?? systemRandom,
    logger: options.logger ?? consoleLogger(),
    cipher: options.cipher ?? systemCipher(keyText),
    limits: { ...DEFAULT_LIMITS, ...options.limits },
  };
}

function listActions(executors: Executors): readonly InstalledAction[] {
  const core = Object.values<ActionDescriptor>(controlActions).map((descriptor) => ({
    ...descriptor,
    plugin: "@tutti/core",
  }));
  const brought = [...executors.values()].map(({ executor, plugin }) => ({ ...executor.descriptor, plugin }));
  return [...brought, ...core].toSorted((a, b) => (a.type < b.type ? -1 : 1));
}

/** Starts and stops the parts in the right order, each at most once. */
class Lifecycle {
  private started: Plugin[] = [];
  private stopping: Promise<void> | undefined;

  constructor(
    private readonly parts: Parts,
    private readonly plugins: readonly Plugin[],
    private readonly container: Container,
  ) {}

  async start(): Promise<void> {
    await this.parts.storage.open();
    try {
      for (const plugin of this.plugins) await this.startPlugin(plugin);
      startSinks(this.parts.sinks(), this.parts.events);
      // What executions publish as they go on has to be heard already.
      await this.parts.triggers.listen();
      await this.parts.engine.recover();
      this.parts.triggers.run();
    } catch (error) {
      await this.stop(0);
      throw error;
    }
  }

  stop(deadlineMs: number): Promise<void> {
    this.stopping ??= this.stopAll(deadlineMs);
    return this.stopping;
  }

  private async startPlugin(plugin: Plugin): Promise<void> {
    try {
      await plugin.start(this.container);
      this.started.push(plugin);
    } catch (error) {
      throw TuttiError.of("PLUGIN_START_FAILED", { plugin: plugin.name, reason: reasonOf(error) }, error);
    }
  }

  private async stopAll(deadlineMs: number): Promise<void> {
    const { engine, events, storage, triggers } = this.parts;
    triggers.stop();
    await engine.stop(deadlineMs);
    await events.drain(deadlineMs);
    for (const plugin of this.started.toReversed()) await this.stopPlugin(plugin, deadlineMs);
    events.close();
    await storage.close();
  }

  /** A plugin that fails or hangs while it stops must not keep the others from stopping. */
  private async stopPlugin(plugin: Plugin, deadlineMs: number): Promise<void> {
    const { clock, logger, timers } = this.parts.ports;
    const failed = (reason: unknown): void =>
      logger.warn({ plugin: plugin.name, error: reasonOf(reason) }, "A plugin did not stop cleanly.");
    await new Promise<void>((resolve) => {
      const timer = timers.schedule(clock.now() + deadlineMs, () => {
        failed(`no end within ${deadlineMs} ms`);
        resolve();
      });
      const done = (): void => {
        timer.cancel();
        resolve();
      };
      Promise.resolve()
        .then(() => plugin.stop(this.container))
        .then(done, (error: unknown) => {
          failed(error);
          done();
        });
    });
  }
}
