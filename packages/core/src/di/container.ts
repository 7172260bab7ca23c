import "reflect-metadata";
import {
  container as root,
  type DependencyContainer,
  inject as injectParameter,
  injectable,
  instanceCachingFactory,
} from "tsyringe";
import { TuttiError } from "../errors";
import { type PluginContainer, type Provider, type Resolver, type Token, tokenName } from "../plugin/index";

/** Where tsyringe's `@inject` keeps the tokens of a class, by parameter. */
const TOKENS_OF_CLASS = "injectionTokens";

type Class<T> = new (...args: never[]) => T;

/**
 * Says which token a constructor parameter gets. Every parameter needs one, for types are not there
 * at run time.
 *
 * @example
 * class Greet implements ActionExecutor { constructor(@inject(SMS_GATEWAY) private readonly sms: SmsGateway) {} }
 */
export const inject: (key: Token<unknown>) => ParameterDecorator = (key) =>
  injectParameter(key) as ParameterDecorator;

/** The container of one orchestrator. */
export class Container implements PluginContainer {
  private providers = new Map<Token<unknown>, Provider<unknown>[]>();
  private inner: DependencyContainer = root.createChildContainer();

  register<T>(key: Token<T>, provider: Provider<T>): void {
    this.providers.set(key, [...(this.providers.get(key) ?? []), provider]);
    this.put(key, provider);
  }

  override<T>(key: Token<T>, provider: Provider<T>): void {
    this.providers.set(key, [provider]);
    // tsyringe can't forget one token, so the container is built again from what is registered.
    this.inner = root.createChildContainer();
    for (const [token, providers] of this.providers) for (const one of providers) this.put(token, one);
  }

  resolve<T>(key: Token<T>): T {
    if (!this.inner.isRegistered(key)) throw unresolved(tokenName(key), "no plugin registered it");
    return this.inner.resolve<T>(key);
  }

  resolveAll<T>(key: Token<T>): readonly T[] {
    return this.inner.isRegistered(key) ? this.inner.resolveAll<T>(key) : [];
  }

  /** Builds a class: its parameters by `@inject`, or by `static inject = [TOKEN, …]`. */
  build<T>(type: Class<T>): T {
    const listed = (type as { readonly inject?: readonly Token<unknown>[] }).inject;
    if (listed !== undefined) return new type(...(listed.map((key) => this.resolve(key)) as never[]));
    this.checkDecorated(type);
    injectable()(type);
    return this.inner.resolve<T>(type as unknown as new (...args: unknown[]) => T);
  }

  private put<T>(key: Token<T>, provider: Provider<T>): void {
    if ("useValue" in provider) {
      this.inner.register(key, { useValue: provider.useValue });
      return;
    }
    const make = "useFactory" in provider ? provider.useFactory : () => this.build(provider.useClass);
    this.inner.register(key, { useFactory: instanceCachingFactory(() => make(this as Resolver)) });
  }

  /** A parameter without `@inject` would silently be undefined, and tsyringe's errors name no token. */
  private checkDecorated(type: Class<unknown>): void {
    const described = (Reflect.getOwnMetadata(TOKENS_OF_CLASS, type) ?? {}) as Record<
      number,
      { token: Token<unknown> }
    >;
    for (let index = 0; index < type.length; index++) {
      const found = described[index];
      if (found === undefined) throw undecorated(type.name, index);
      this.resolve(found.token);
    }
  }
}

function undecorated(action: string, index: number): TuttiError {
  const problem = `parameter ${index + 1} of its constructor has no @inject(TOKEN), and it has no static inject list`;
  return TuttiError.of("INVALID_ACTION", { action, problem });
}

function unresolved(token: string, reason: string): TuttiError {
  return TuttiError.of("UNRESOLVED_TOKEN", { token, needed_by: "the container", reason });
}
