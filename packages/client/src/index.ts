/**
 * A typed client of the Tutti server.
 *
 * @packageDocumentation
 */
export {};
