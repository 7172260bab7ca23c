import { z } from "zod";
import { secretReference } from "../auth/secret-reference";

const file = z.strictObject({
  file: z.string().min(1).describe("A file in PEM. It is read again when it changed."),
});

const pemText = z.string().regex(/-----BEGIN [A-Z0-9 ]+-----/, "it is not PEM: it has no -----BEGIN …-----");

const certificate = z.union([pemText, file, secretReference]);

/** How the connections to a service are secured. */
export const tlsOptions = z
  .strictObject({
    ca: z
      .union([certificate, z.array(certificate).min(1)])
      .optional()
      .describe("Who may have signed the service's certificate. Default: the CAs that Node.js trusts."),
    cert: certificate.optional().describe("The certificate to show to the service, with its chain."),
    key: z.union([file, secretReference]).optional().describe("The private key of cert."),
    passphrase: secretReference.optional().describe("Opens the private key."),
    server_name: z
      .string()
      .min(1)
      .optional()
      .describe("The name asked for (SNI) and looked for in the certificate. Default: the URL's host."),
    min_version: z.enum(["TLSv1.2", "TLSv1.3"]).default("TLSv1.2"),
    check_files_seconds: z
      .number()
      .nonnegative()
      .default(5)
      .describe("How often, at most, files are looked at for a change."),
  })
  .refine(({ cert, key }) => (cert === undefined) === (key === undefined), {
    message: "cert and key belong together: give both or neither",
  });

/** The checked options of TLS. */
export type TlsConfig = z.output<typeof tlsOptions>;

/** Where a certificate or a key comes from. */
export type PemSource = z.output<typeof certificate>;
