// The HTTP API. What is not answered as wished is thrown: {status, kind, message, retryAfterMs}.

async function call(method, path, body, type = "application/json") {
  const options = { method, headers: {} };
  if (body !== undefined) {
    options.headers["Content-Type"] = type;
    options.body = type === "application/json" ? JSON.stringify(body) : body;
  }
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw { status: 0, kind: "unreachable", message: "The server cannot be reached." };
  }
  const json = response.status === 204 ? {} : await response.json().catch(() => ({}));
  if (!response.ok) {
    throw { kind: "other", message: "Something went wrong.", ...json, status: response.status };
  }
  return json;
}

const one = (id) => `/api/conversations/${encodeURIComponent(id)}`;

export const api = {
  begin: async () => (await call("POST", "/api/conversations")).id,
  history: (id) => call("GET", `${one(id)}/history`),
  say: (id, message) => call("POST", `${one(id)}/messages`, message),
  interrupt: (id) => call("POST", `${one(id)}/interrupt`),
  forget: (id) => call("DELETE", one(id)),
  draw: (order) => call("POST", "/api/images", order),
  upload: (file) => call("POST", "/api/pictures", file, file.type || "application/octet-stream"),
  discard: (address) => call("DELETE", `/api/pictures/${encodeURIComponent(address.split("/").pop())}`),
  events: (id, after) => `${one(id)}/events?after=${after}`,
};
