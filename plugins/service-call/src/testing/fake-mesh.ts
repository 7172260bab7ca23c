import type { ServiceMesh, ServiceResponse } from "@tutti/service-mesh";

/** A mesh that answers everything alike, with what it was asked. */
export function fakeMesh(answer: Partial<ServiceResponse> = {}) {
  const makeRequest = jest.fn(() =>
    Promise.resolve({ status_code: 200, headers: {}, response: null, ...answer }),
  );
  const getClient = jest.fn(() => ({ makeRequest }));
  const close = jest.fn(() => Promise.resolve());
  const idle = { requests: { total: 0, failed: 0, in_flight: 0 }, connections: { active: 0, idle: 0 } };
  const mesh: ServiceMesh = { getClient, close, status: () => ({ services: [], raw_urls: idle }) };
  return { mesh, getClient, makeRequest, close };
}
