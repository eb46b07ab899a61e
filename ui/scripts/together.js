// What a run of a fragment draws is handed to the page in one piece. Each message comes in a frame of its own, and the
// page renders every element that it has anew for each handful of frames; once, where all of them are heard at once.
// This script is loaded before the framework's. Where the framework's messages have another form, nothing is held.
(() => {
  if (window.otopTogether) return;
  window.otopTogether = true;

  const LONGEST_MS = 100; // what lasts longer left the server late already (ui/sending.py), and is seen as it comes
  const SOON_MS = 10; // after the end of a run, for the message that nothing runs any more
  // Numbers of fields of the framework's ForwardMsg.
  const METADATA = 2, RUN = 6, FRAGMENTS = 2, BEGINS = 4, ENDS = 6, STATUS = 9;

  // The fields of a message of Protocol Buffers: for each number the bytes of the last value, or null for a number.
  const fields = (bytes) => {
    const found = new Map();
    let at = 0;
    const varint = () => {
      let value = 0, by = 1, byte;
      do {
        byte = bytes[at++];
        value += (byte & 127) * by;
        by *= 128;
      } while (byte & 128);
      return value;
    };
    while (at < bytes.length) {
      const tag = varint();
      const wire = tag & 7;
      const size = wire === 2 ? varint() : wire === 1 ? 8 : wire === 5 ? 4 : 0;
      if (wire === 0) varint();
      found.set(Math.floor(tag / 8), wire === 0 ? null : bytes.subarray(at, at + size));
      at += size;
    }
    return found;
  };
  const inner = (message, ...path) =>
    path.reduce((bytes, number) => (bytes ? fields(bytes).get(number) ?? null : null), message ?? null);

  const listen = WebSocket.prototype.addEventListener;
  WebSocket.prototype.addEventListener = function (kind, hear, ...rest) {
    if (kind !== "message" || typeof hear !== "function") return listen.call(this, kind, hear, ...rest);
    let held = [];
    let timer = 0;
    let ended = false;
    const give = () => {
      const all = held;
      clearTimeout(timer);
      [held, timer, ended] = [[], 0, false];
      for (const event of all) {
        try {
          hear.call(this, event);
        } catch (error) {
          reportError(error); // one that is not understood keeps no other from being heard
        }
      }
    };
    const later = (ms) => {
      clearTimeout(timer);
      timer = setTimeout(give, ms);
    };
    const heard = (event) => {
      const message = event.data instanceof ArrayBuffer ? fields(new Uint8Array(event.data)) : new Map();
      const begins = message.has(BEGINS) && inner(message.get(METADATA), RUN, FRAGMENTS) !== null;
      if (begins && ended) give();
      if (!begins && !timer) return hear.call(this, event);
      held.push(event);
      if (!timer) later(LONGEST_MS);
      else if (message.has(ENDS)) (ended = true), later(SOON_MS);
      else if (ended && message.has(STATUS)) give();
      return undefined;
    };
    for (const end of ["error", "close"]) listen.call(this, end, give); // the framework lets go of its socket at either
    return listen.call(this, kind, heard, ...rest);
  };
})();
