// The recording beside its transcript: the mark at a time plays from there, P plays from the turn in hand or pauses, and
// the turn that is heard is marked. Without this script the marks open the recording itself at that time.
(() => {
  const player = document.getElementById("player");
  const turns = document.getElementById("turns");
  if (!player || !turns) return;
  let timed = null; // [seconds, turn], in the order of time
  let heard = null;

  function playFrom(seconds) {
    player.currentTime = seconds;
    player.play().catch((error) => {
      if (error.name !== "AbortError") document.dispatchEvent(new CustomEvent("toast", { detail: { text: "The recording does not play in this browser.", error: true } }));
    });
  }

  turns.addEventListener("click", (event) => {
    const mark = event.target.closest(".play");
    if (!mark || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    playFrom(Number(mark.dataset.t));
  });

  document.addEventListener("keydown", (event) => {
    if (document.body.dataset.shortcuts !== "on" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.toLowerCase() !== "p" || typing(event.target) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    const mark = turns.querySelector('[aria-current="true"] .play');
    if (!player.paused) player.pause();
    else if (mark) playFrom(Number(mark.dataset.t));
    else player.play();
  });

  player.addEventListener("timeupdate", () => {
    timed ??= [...turns.querySelectorAll(".play")].map((mark) => [Number(mark.dataset.t), mark.closest(".turn")]).sort((a, b) => a[0] - b[0]);
    let [low, high] = [0, timed.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (timed[middle][0] <= player.currentTime) low = middle + 1;
      else high = middle;
    }
    const now = timed[low - 1]?.[1] ?? null;
    if (now === heard) return;
    heard?.classList.remove("heard");
    now?.classList.add("heard");
    heard = now;
  });
})();
