import { type Token, token } from "@tutti/core";
import type { ServiceMesh } from "@tutti/service-mesh";

/**
 * The token of `@tutti/service-mesh`, by its name: tokens of one name are the same, and so a test that
 * mocks its services loads no HTTP client.
 */
export const MESH_TOKEN: Token<ServiceMesh> = token<ServiceMesh>("service-mesh");
