/** Which language is seen: the one chosen before, else the phone's. */

const LANGUAGES = ["te", "en"];
const CHOSEN = "mitra-language";

export function beginLanguages() {
  show(chosen() ?? ofPhone());
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => {
      show(button.dataset.language);
      remember(button.dataset.language);
    });
  }
  for (const row of document.querySelectorAll(".languages")) row.hidden = false;
}

function show(language) {
  document.documentElement.dataset.show = language;
  document.documentElement.lang = language;
  for (const button of document.querySelectorAll("[data-language]"))
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
}

function ofPhone() {
  const spoken = navigator.languages.map((each) => each.slice(0, 2).toLowerCase());
  return spoken.find((each) => LANGUAGES.includes(each)) ?? LANGUAGES[0];
}

function chosen() {
  try {
    const found = localStorage.getItem(CHOSEN);
    return LANGUAGES.includes(found) ? found : null;
  } catch {
    return null;
  }
}

function remember(language) {
  try {
    localStorage.setItem(CHOSEN, language);
  } catch {
    // it is chosen for this visit only
  }
}
