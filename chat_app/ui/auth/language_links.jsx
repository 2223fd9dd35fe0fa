import { language, languages, noteLanguage, say } from "../words.js";

/** The same page in the other languages, each under its own name; the address keeps which was chosen. */
export function LanguageLinks() {
  /** @param {string} tag */
  const show = (tag) => {
    const asked = new URLSearchParams(window.location.search);
    asked.set("language", tag);
    noteLanguage(tag);
    window.location.search = `?${asked}`;
  };
  return (
    <nav aria-label={say("auth-language")} className="languages">
      {Object.entries(languages).map(([tag, name]) => (
        <a
          key={tag}
          href={`?language=${tag}`}
          lang={tag}
          hrefLang={tag}
          aria-current={tag === language ? "true" : undefined}
          className="link"
          onClick={(event) => {
            event.preventDefault();
            show(tag);
          }}
        >
          {name}
        </a>
      ))}
    </nav>
  );
}
