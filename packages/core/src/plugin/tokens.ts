import type { SecretProvider } from "../ports";
import { token } from "./token";

/** Extension point: where secrets come from. All are asked, newest first. */
export const SECRET_PROVIDER = token<SecretProvider>("secret-provider");
