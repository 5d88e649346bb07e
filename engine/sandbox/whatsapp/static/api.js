// Everything the page asks the emulator, by addresses relative to the page.

async function ask(path, options) {
  const answer = await fetch(`phone/api/${path}`, options);
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(body.error || "The sandbox did not answer as expected.");
  return body;
}

const sending = (method, tree) => ({
  method,
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(tree),
});

export const phones = () => ask("phones");
export const addPhone = () => ask("phones", sending("POST", {}));
export const act = (number, action) => ask(`phones/${number}/messages`, sending("POST", action));
export const samples = () => ask("samples");
export const switches = () => ask("switches");
export const setSwitches = (wanted) => ask("switches", sending("PATCH", wanted));
export const advanceClock = (seconds) => ask("clock", sending("POST", { advance_seconds: seconds }));
export const mediaUrl = (id) => `phone/media/${encodeURIComponent(id)}`;

export function keepFile(blob, name) {
  const path = `media?name=${encodeURIComponent(name)}`;
  return ask(path, { method: "POST", headers: { "Content-Type": blob.type }, body: blob });
}

// Calls onNews with every change on one phone, and onState with "open" or "lost"; returns a stopper.
export function follow(number, onNews, onState) {
  let source = null;
  let timer = 0;
  const open = () => {
    source = new EventSource(`phone/events/${number}`);
    source.addEventListener("open", () => onState("open"));
    source.addEventListener("news", (event) => onNews(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      onState("lost");
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, 2000);
    });
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
