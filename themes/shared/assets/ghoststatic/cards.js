/*
 * Behaviour for the cards of Ghost's editor: galleries, toggles, audio and video players.
 * Loaded with "defer"; the page can be read without it.
 */
(() => {
  "use strict";

  const each = (selector, run, root = document) => root.querySelectorAll(selector).forEach(run);
  let lastId = 0;

  /** Gives an element an id if it has none, for aria references. */
  const identify = (element) => (element.id ||= `kg-part-${++lastId}`);

  /** 75.4 → "1:15", 3675 → "1:01:15"; nothing known yet → "0:00". */
  const clock = (seconds) => {
    const whole = Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds)) : 0;
    const hours = Math.floor(whole / 3600);
    const minutes = Math.floor((whole % 3600) / 60);
    const rest = String(whole % 60).padStart(2, "0");
    return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
  };

  /* Gallery: pictures of one row get widths in proportion to their ratios, and so one height. */
  const gallery = (frame) => {
    const picture = frame.querySelector("img");
    const width = Number(picture?.getAttribute("width"));
    const height = Number(picture?.getAttribute("height"));
    if (width && height) frame.style.flex = `${width / height} 1 0%`;
  };

  /* Toggle: a disclosure. The text search of the browser may open it ("until-found"). */
  const toggle = (card) => {
    const heading = card.querySelector(".kg-toggle-heading");
    const title = card.querySelector(".kg-toggle-heading-text");
    const button = card.querySelector(".kg-toggle-card-icon");
    const content = card.querySelector(".kg-toggle-content");
    if (!heading || !content) return;

    const show = (open) => {
      card.dataset.kgToggleState = open ? "open" : "close";
      if (open) content.removeAttribute("hidden");
      else content.setAttribute("hidden", "until-found");
      button?.setAttribute("aria-expanded", String(open));
    };

    if (button) {
      button.type = "button";
      button.setAttribute("aria-controls", identify(content));
      if (title) {
        button.removeAttribute("aria-label");
        button.setAttribute("aria-labelledby", identify(title));
      }
    }
    heading.addEventListener("click", (event) => {
      if (!event.target.closest("a")) show(card.dataset.kgToggleState !== "open");
    });
    content.addEventListener("beforematch", () => show(true));
    show(card.dataset.kgToggleState === "open");
  };

  /* Audio and video share one set of controls; `kind` is the word in their class names. */
  const RATES = [1, 1.25, 1.5, 1.75, 2, 0.75];

  const player = (card, media, kind) => {
    const part = (name) => card.querySelector(`.kg-${kind}-${name}`);
    const swap = (shown, hidden) => {
      shown?.classList.remove(`kg-${kind}-hide`);
      hidden?.classList.add(`kg-${kind}-hide`);
    };
    const [play, pause, rate, seek, volume] = ["play-icon", "pause-icon", "playback-rate", "seek-slider", "volume-slider"].map(part);
    const [loud, silent] = [part("unmute-icon"), part("mute-icon")]; // Ghost names them by what they show
    const slide = (slider, percent) => {
      if (!slider) return;
      slider.value = percent;
      slider.style.setProperty("--kg-filled", `${percent}%`);
    };
    const total = () => (Number.isFinite(media.duration) ? media.duration : 0);
    let dragging = false;

    media.removeAttribute("controls");
    each("button", (button) => (button.type = "button"), card);
    seek?.setAttribute("aria-label", "Seek");
    seek?.setAttribute("step", "any");
    volume?.setAttribute("aria-label", "Volume");
    loud?.setAttribute("aria-label", "Mute");
    silent?.setAttribute("aria-label", "Unmute");

    const showTime = () => {
      const now = part("current-time");
      if (now) now.textContent = clock(media.currentTime);
      if (!seek || dragging) return;
      slide(seek, total() ? (media.currentTime / total()) * 100 : 0);
      seek.setAttribute("aria-valuetext", `${clock(media.currentTime)} / ${clock(total())}`);
    };
    const showDuration = () => {
      const duration = part("duration");
      if (duration && total()) duration.textContent = clock(total());
    };
    const showPlaying = () => {
      const focused = document.activeElement;
      const [shown, hidden] = media.paused ? [play, pause] : [pause, play];
      swap(shown, hidden);
      if (focused === hidden) shown?.focus({ preventScroll: true });
    };
    const showVolume = () => {
      const quiet = media.muted || media.volume === 0;
      const focused = document.activeElement;
      const [shown, hidden] = quiet ? [silent, loud] : [loud, silent];
      swap(shown, hidden);
      if (focused === hidden) shown?.focus({ preventScroll: true });
      slide(volume, quiet ? 0 : media.volume * 100);
    };
    const start = () => media.play().catch(() => {});

    play?.addEventListener("click", start);
    pause?.addEventListener("click", () => media.pause());
    loud?.addEventListener("click", () => (media.muted = true));
    silent?.addEventListener("click", () => {
      media.muted = false;
      if (media.volume === 0) media.volume = 1;
    });
    volume?.addEventListener("input", () => {
      media.muted = false;
      media.volume = volume.value / 100;
    });
    seek?.addEventListener("input", () => {
      dragging = true;
      slide(seek, seek.value);
      const now = part("current-time");
      if (now) now.textContent = clock((seek.value / 100) * total());
    });
    seek?.addEventListener("change", () => {
      dragging = false;
      media.currentTime = (seek.value / 100) * total();
    });
    rate?.addEventListener("click", () => {
      media.playbackRate = RATES[(RATES.indexOf(media.playbackRate) + 1) % RATES.length];
      rate.textContent = `${media.playbackRate}×`;
    });

    media.addEventListener("timeupdate", showTime);
    media.addEventListener("seeked", showTime);
    media.addEventListener("loadedmetadata", showDuration);
    media.addEventListener("durationchange", showDuration);
    media.addEventListener("volumechange", showVolume);
    for (const event of ["play", "pause", "ended"]) media.addEventListener(event, showPlaying);
    if (kind === "audio") showPrintedDuration(part("duration"));
    showDuration();
    showVolume();
    return { start };
  };

  /* Ghost prints an audio file's length in plain seconds. */
  const showPrintedDuration = (label) => {
    const seconds = label && !label.textContent.includes(":") ? parseFloat(label.textContent) : NaN;
    if (Number.isFinite(seconds)) label.textContent = clock(seconds);
  };

  const audio = (card) => {
    const media = card.querySelector("audio");
    if (media) player(card, media, "audio");
  };

  const IDLE = 2500; // milliseconds until the controls of a playing video fade

  const video = (card) => {
    const media = card.querySelector("video");
    if (!media) return;
    const overlay = card.querySelector(".kg-video-overlay");
    const controls = card.querySelector(".kg-video-player-container");
    const { start } = player(card, media, "video");
    const fade = (element, out) => {
      element?.classList.toggle("kg-video-hide-animated", out);
      element?.toggleAttribute("inert", out);
    };

    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (media.loop) {
      media.muted = true;
      if (still) {
        media.removeAttribute("autoplay");
        media.pause();
      } else {
        fade(overlay, true);
        start();
      }
    } else {
      fade(controls, true);
    }

    let timer = 0;
    const wake = () => {
      clearTimeout(timer);
      if (media.loop) return;
      fade(controls, false);
      if (!media.paused) timer = setTimeout(() => fade(controls, !controls?.matches(":focus-within")), IDLE);
    };
    const flip = () => (media.paused ? start() : media.pause());

    overlay?.addEventListener("click", start);
    media.addEventListener("click", flip);
    media.addEventListener("play", () => {
      const focused = overlay?.contains(document.activeElement);
      fade(overlay, true);
      wake();
      if (focused && !media.loop) card.querySelector(".kg-video-pause-icon")?.focus({ preventScroll: true });
    });
    media.addEventListener("pause", wake);
    media.addEventListener("ended", () => fade(overlay, false));
    for (const event of ["pointermove", "pointerdown", "focusin", "keydown"]) {
      card.addEventListener(event, () => (overlay?.inert ? wake() : undefined));
    }
  };

  each(".kg-gallery-image", gallery);
  each(".kg-toggle-card", toggle);
  each(".kg-audio-card", audio);
  each(".kg-video-card", video);
})();
