### What Tally says, in German. English (`en.ftl`) explains what is put in.

## Figures

figure-partly-estimated = { $cost }, davon { $estimated } geschätzt
figure-milliseconds = { $count } ms
figure-seconds = { $count } s

## Signing in

auth-sign-in = Anmelden
auth-sign-in-title = Willkommen zurück
auth-sign-in-subtitle = Melde dich an, um mit deinen Chats weiterzumachen.
auth-sign-in-to-shared = Melde dich an, um den Chat zu sehen, der mit dir geteilt wurde.
auth-no-account = Noch kein Konto?
auth-create-one = Konto anlegen
auth-register-title = Konto anlegen
auth-register-subtitle = Mit Modellen chatten und sehen, was jede Antwort kostet.
auth-create-account = Konto anlegen
auth-have-account = Schon ein Konto?
auth-have-password = Schon ein Passwort?
auth-sign-in-instead = Anmelden
auth-password-title = Passwort wählen
auth-password-subtitle = Dieser Link gilt einmal und meldet dich an.
auth-set-password = Passwort festlegen
auth-email = E-Mail
auth-password = Passwort
auth-name = Name
auth-name-hint = So wirst du begrüßt, und so sehen dich die Leute in deinen Chats. Das Feld darf leer bleiben.
auth-password-hint = Mindestens 8 Zeichen.
auth-show-password = Anzeigen
auth-hide-password = Verbergen
auth-unreachable = Der Server antwortet nicht; versuch es gleich noch einmal.
auth-promise = Jeder Austausch wird auf das Token genau gezählt, und kein Budget wird je überzogen.
auth-language = Sprache
auth-passkey = Passkey benutzen
auth-passkey-not-confirmed = Dein Gerät hat nicht bestätigt; versuch es noch einmal oder melde dich anders an.
auth-code = Code
auth-code-hint = Die sechs Ziffern, die deine Authentifizierungs-App jetzt zeigt.
auth-recovery-code = Wiederherstellungscode
auth-recovery-code-hint = Einer der zehn, die du aufbewahrt hast; jeder gilt einmal.
auth-use-recovery-code = Wiederherstellungscode benutzen
auth-use-app = Authentifizierungs-App benutzen
auth-forgot = Passwort vergessen?
auth-forgot-title = Passwort vergessen?
auth-forgot-subtitle = Mit einem Link setzt du ein neues.
auth-send-link = Link schicken
auth-link-sent = Wenn diese Adresse ein Konto hat, ist ein Link unterwegs. Er gilt eine Stunde.
auth-back-to-sign-in = Zurück zur Anmeldung

## Frame: menus, account, theme

frame-skip = Zum Inhalt springen
frame-skip-landmark = Abkürzungen auf dieser Seite
frame-sidebar = Seitenleiste
frame-open-menu = Menü öffnen
frame-close-menu = Menü schließen
frame-account = Konto
frame-usage = Verbrauch
frame-settings = Einstellungen
frame-admin = Admin
frame-theme = Farbschema
frame-sign-out = Abmelden
frame-budget = Token-Budget
frame-budget-used = { $percent } % verbraucht
frame-budget-of = { $used } / { $limit }
frame-simulated = Kein Anbieter ist eingerichtet: Antworten sind erfunden.
frame-nothing-title = Hier ist nichts
frame-nothing-text = Die Adresse stimmt nicht, oder was hier war, ist weg.
frame-to-chats = Zu deinen Chats
frame-copied = Kopiert
frame-copy = Kopieren
frame-close = Schließen
frame-cancel = Abbrechen
frame-delete = Löschen
frame-save = Speichern
frame-retry = Noch einmal
frame-loading = Lädt …
frame-newer = Neuere
frame-older = Ältere
frame-pages = Seiten
frame-never = Nie
frame-actions = Aktionen
frame-title = Titel

## Fields, tables and charts

field-missing = Das wird gebraucht
field-no-email = Bitte eine Adresse wie ada@example.com
field-no-number = Bitte eine ganze Zahl
field-too-short = { $count ->
    [one] Mindestens { $count } Zeichen
   *[other] Mindestens { $count } Zeichen
}
field-too-long = { $count ->
    [one] Höchstens { $count } Zeichen
   *[other] Höchstens { $count } Zeichen
}
field-too-small = Mindestens { $least }
field-too-large = Höchstens { $most }
field-wrong = Das kann nicht stimmen
day-choose = Tag wählen
day-unreadable = Bitte einen Tag wie { $example }
day-too-early = Der erste Tag ist der { $day }
day-too-late = Der letzte Tag ist der { $day }
calendar-months = Monate
calendar-earlier = Früherer Monat
calendar-later = Späterer Monat
table-back = Zurück
table-next = Weiter
chart-as-table = Als Tabelle zeigen

## Connection and limits

connection-lost = Verbindung verloren, neuer Versuch läuft
connection-meanwhile = Lesen, kopieren und weiterschreiben geht; dein Entwurf bleibt erhalten.
connection-back = Wieder verbunden
connection-cannot-send = Keine Verbindung: Senden geht, sobald sie wieder da ist
limits-places = Alle { $limit } Plätze für Chats sind belegt. Lösche oder archiviere einen Chat, um einen neuen zu beginnen.
limits-places-short = Kein Platz für einen neuen Chat
limits-budget = Dein Token-Budget ist aufgebraucht. Es beginnt neu am { $date }.
limits-budget-short = Dein Token-Budget ist aufgebraucht
limits-ask = { $name } kann dir mehr geben.
limits-raise = Du kannst es selbst erhöhen.
limits-people = Personen und Budgets
limits-where = Sehen, wohin es ging
limits-costly = Die teuersten Chats ansehen
chat-new = Neuer Chat
conversation-made-up = { $name } · erfundener Text
conversation-made-up-pictures = { $name } · erfundene Bilder
temporary-chat = Temporärer Chat
temporary-words = Temporärer Chat: Er steht in keiner Liste und keiner Suche, und sein Text ist weg, wenn du ihn verlässt. Was er kostet, bleibt in deinen Büchern.

## Header of a chat

header-new-chat = Neuer Chat
header-unnamed = Chat ohne Namen
header-title = Titel
header-rename = Umbenennen
header-actions = Aktionen für den Chat
header-export = Exportieren
header-system-prompt = Systemanweisung
header-move = In Ordner verschieben
header-archive = Archivieren
header-unarchive = Aus dem Archiv holen
header-delete = Löschen
header-hide-sidebar = Seitenleiste ausblenden
header-show-sidebar = Seitenleiste einblenden
gauge-window = Kontextfenster
gauge-title = Was eine Nachricht mitnimmt
gauge-details = Kontext und Kosten
gauge-full = { $used } von { $window } Token
gauge-full-share = { $full } des Kontextfensters ({ $share })
gauge-tokens = { $tokens } Token
gauge-system = Systemanweisung
gauge-history = { $count ->
    [one] { $count } frühere Nachricht
   *[other] { $count } frühere Nachrichten
}
gauge-carries-free = Sie machen jede Nachricht um etwa { $money } teurer. Ihre { $tokens } Token gehen nicht von deinem Budget ab.
gauge-carries-charged = Sie machen jede Nachricht um etwa { $tokens } Token und { $money } teurer.
gauge-carries-nothing = Sie kosten kein Geld. Ihre { $tokens } Token gehen nicht von deinem Budget ab.
gauge-carries-tokens = Sie machen jede Nachricht um etwa { $tokens } Token teurer.
gauge-left-out = { $count ->
    [one] { $count } frühere Nachricht ist weggelassen.
   *[other] { $count } frühere Nachrichten sind weggelassen.
}
gauge-leave-out = Ältere Nachrichten weglassen
gauge-take-back = Wieder mitnehmen
gauge-cost = { $count ->
    [0] Dieser Chat hat bisher nichts gekostet.
    [one] Dieser Chat bisher: { $tokens } Token, { $money }, für { $count } Antwort.
   *[other] Dieser Chat bisher: { $tokens } Token, { $money }, für { $count } Antworten.
}
gauge-cost-tokens = { $count ->
    [0] Dieser Chat hat bisher nichts gekostet.
    [one] Dieser Chat bisher: { $tokens } Token für { $count } Antwort.
   *[other] Dieser Chat bisher: { $tokens } Token für { $count } Antworten.
}
leave-out-here = Alles bis hier weglassen
leave-out-line = Was darüber steht, erfahren Modelle nicht
leave-out-back = Wieder mitnehmen

## Models and parameters

models-model = Modell
models-models = Modelle
models-choose = Modell wählen
models-search = Modelle suchen
models-none = Kein Modell
models-not-found = Kein Modell heißt „{ $query }“
models-made-up = erfundener Text
models-no-price = Kostet kein Geld
models-here = Auf diesem Server
models-typical = { $money } je Nachricht
models-typical-means = Der Preis einer Nachricht gilt für 1.000 gesendete Token und 400 in der Antwort.
models-per-million = { $input } hinein, { $output } heraus je Million Token
models-window = Kontextfenster von { $count }
models-takes-words = Liest und schreibt Text
models-takes-image = Liest Text und Bilder, schreibt Text
models-takes-document = Liest Text und Dokumente, schreibt Text
models-takes-audio = Liest Text und Ton, schreibt Text
models-takes-image-document = Liest Text, Bilder und Dokumente, schreibt Text
models-takes-image-audio = Liest Text, Bilder und Ton, schreibt Text
models-takes-document-audio = Liest Text, Dokumente und Ton, schreibt Text
models-takes-image-document-audio = Liest Text, Bilder, Dokumente und Ton, schreibt Text
models-in-plan = Gehört zum Tarif { $plan }; frag einen Admin
models-not-set-up = Auf diesem Server nicht eingerichtet
parameters-title = Einstellungen dieses Chats
parameters-button = Chat-Einstellungen
parameters-changed = Chat-Einstellungen, geändert
parameters-usual = Wie üblich
parameters-prompt = Systemanweisung
parameters-prompt-hint = Was dem Modell in diesem Chat jedes Mal zuerst gesagt wird.
parameters-prompt-long = Höchstens { $count } Zeichen.
parameters-temperature = Temperatur
parameters-temperature-hint = Von 0, den wahrscheinlichsten Wörtern, bis 2, den gewagtesten.
parameters-temperature-wrong = Bitte eine Zahl von 0 bis 2.
parameters-longest = Längste Antwort
parameters-longest-hint = In Token, höchstens { $count }.
parameters-longest-wrong = Bitte eine ganze Zahl von Token.
parameters-effort = Denkaufwand
parameters-effort-hint = Wie gründlich das Modell nachdenkt, bevor es antwortet. Nachdenken kostet Geld.
parameters-effort-none = Keiner
parameters-effort-minimal = Minimal
parameters-effort-low = Niedrig
parameters-effort-medium = Mittel
parameters-effort-high = Hoch
parameters-effort-xhigh = Sehr hoch
parameters-effort-max = Am höchsten
parameters-not-taken = { $model } nimmt das nicht; es bleibt für andere Modelle erhalten.
parameters-back = Zurück zum Üblichen
parameters-cancel = Abbrechen
parameters-save = Speichern

## Composer and quotes

composer-message = Nachricht
composer-placeholder = Schreib eine Nachricht
composer-send = Senden
composer-send-key = Senden (Enter)
composer-stop = Anhalten
composer-stop-key = Anhalten (Esc)
composer-dismiss = Verwerfen
composer-archived = Dieser Chat ist archiviert: Er lässt sich lesen, aber nicht weiterschreiben.
composer-unarchive = Aus dem Archiv holen
composer-writing = Eine Antwort wird geschrieben; Esc hält sie an
composer-sending = Sendet …
composer-too-long = { $count ->
    [one] { $count } Zeichen zu viel (höchstens { $most })
   *[other] { $count } Zeichen zu viel (höchstens { $most })
}
composer-room = { $count ->
    [one] Noch { $count } Zeichen
   *[other] Noch { $count } Zeichen
}
composer-no-model = Auf diesem Server ist kein Modell eingerichtet
composer-not-usable = { $model } lässt sich nicht benutzen. { $why }
quote-line = Wohl { $likely } Token, { $money } · höchstens { $most } · danach übrig { $left }
quote-line-tokens = Wohl { $likely } Token · höchstens { $most } · danach übrig { $left }
quote-short = Wohl { $likely } Token, { $money }; höchstens { $most }
quote-short-tokens = Wohl { $likely } Token; höchstens { $most }
quote-free = Kostet nichts
quote-coming = Kosten werden berechnet
quote-details = Was das kosten wird
quote-title = Was das kosten wird
quote-likely = Wahrscheinlich
quote-most = Höchstens
quote-tokens = Token
quote-part-message = Deine Nachricht
quote-part-history = Frühere Nachrichten
quote-part-system = Systemanweisung
quote-part-files = Dateien
quote-part-reply = Antwort
quote-part-overhead = Grundbetrag
quote-part-total = Summe
quote-from-mine-of-model = Die wahrscheinliche Antwort ist so lang wie die meisten deiner letzten von diesem Modell.
quote-from-mine = Die wahrscheinliche Antwort ist so lang wie die meisten deiner letzten von allen Modellen.
quote-from-model = Die wahrscheinliche Antwort ist so lang wie die meisten letzten dieses Modells.
quote-from-guess = Es gibt noch zu wenige Antworten als Maßstab: Die wahrscheinliche Länge ist geraten.
quote-history-free = { $count ->
    [one] { $count } frühere Nachricht geht mit. Nicht dein Budget zahlt dafür, sondern der Server.
   *[other] { $count } frühere Nachrichten gehen mit. Nicht dein Budget zahlt dafür, sondern der Server.
}
quote-history-charged = { $count ->
    [one] { $count } frühere Nachricht geht mit, auf Kosten deines Budgets.
   *[other] { $count } frühere Nachrichten gehen mit, auf Kosten deines Budgets.
}
quote-dropped = { $count ->
    [one] { $count } frühere Nachricht wird weggelassen.
   *[other] { $count } frühere Nachrichten werden weggelassen.
}
quote-dropped-files = { $count ->
    [one] { $count } Datei einer früheren Nachricht geht nicht mit.
   *[other] { $count } Dateien früherer Nachrichten gehen nicht mit.
}
quote-held = Der Höchstbetrag wird zurückgelegt, solange die Antwort geschrieben wird; was nicht gebraucht wird, kommt zurück.
welcome-greeting = Was beschäftigt dich?
welcome-greeting-name = Was beschäftigt dich, { $name }?
welcome-promise = Jede Antwort zeigt auf das Token genau, was sie gekostet hat.
welcome-files = Bilder, Dokumente und Ton lassen sich überall ablegen.
welcome-suggestions = Vorschläge
welcome-explain = Etwas erklären
welcome-explain-text = Erkläre in drei kurzen Absätzen, wie ein Token-Budget funktioniert.
welcome-compare = In einer Tabelle vergleichen
welcome-compare-text = Vergleiche SQLite und PostgreSQL in einer Markdown-Tabelle mit fünf Zeilen.
welcome-code = Code schreiben
welcome-code-text = Schreib eine Python-Funktion, die zwei sortierte Listen zusammenführt, mit einem Test.
welcome-formula = Eine Formel herleiten
welcome-formula-text = Leite die Lösungsformel für quadratische Gleichungen Schritt für Schritt her, mit allen Rechnungen.
welcome-missing = Dieser Chat ist nicht hier
welcome-start-new = Neuen Chat beginnen
welcome-loading = Die Unterhaltung wird geladen
composer-unanswered = Der Server hat nicht geantwortet. Besteht die Verbindung?

## Files

attach = Anhängen
attach-hint = Bilder, Dokumente, Texte oder Ton anhängen, höchstens { $count }
attach-files = Dateien
attach-remove = Datei entfernen
attach-retry = Noch einmal versuchen
attach-open = { $name } öffnen
attach-sending-name = { $name } wird gesendet
attach-sending = { $percent } % von { $size } gesendet
attach-checking = Wird geprüft …
attach-ready = { $count ->
    [one] Eine Datei ist bereit
   *[other] { $count } Dateien sind bereit
}
attach-waits = Geht hinaus, sobald alle Dateien angekommen sind
attach-wait-no-more = Nicht senden
attach-too-many = Eine Nachricht nimmt höchstens { $count } Dateien auf; die übrigen wurden weggelassen.
attach-fault-first = Eine Datei wurde nicht angenommen: entfernen oder noch einmal versuchen
attach-fault-too-large = Über { $count } MB, mehr geht nicht
attach-fault-empty = In dieser Datei ist nichts
attach-fault-folder = Ein Ordner lässt sich nicht senden; wähle die Dateien darin
attach-fault-unreachable = Sie kam nicht bis zum Server
attach-fault-gone = Der Server hat diese Datei nicht mehr
attach-pasted = Eingefügter Text.txt
attach-see-files = Deine Dateien
attach-cost = { $count ->
    [one] { $count } Token, { $money }
   *[other] { $count } Token, { $money }
}
attach-as-text = geht als Text hinaus
attach-carried = Geht auch mit den nächsten Nachrichten mit, solange sie unter den letzten ist, und kostet jedes Mal dasselbe.
attach-carried-all = { $count ->
    [one] Die Datei geht auch mit den nächsten Nachrichten mit: jedes Mal { $tokens } Token.
   *[other] Die Dateien gehen auch mit den nächsten Nachrichten mit: jedes Mal { $tokens } Token.
}
attach-carried-all-money = { $count ->
    [one] Die Datei geht auch mit den nächsten Nachrichten mit: jedes Mal { $tokens } Token, { $money }.
   *[other] Die Dateien gehen auch mit den nächsten Nachrichten mit: jedes Mal { $tokens } Token, { $money }.
}
attach-lacks-image = { $model } kann keine Bilder sehen.
attach-lacks-audio = { $model } kann nicht hören.
attach-lacks-image-audio = { $model } kann weder Bilder sehen noch hören.
attach-lacks-choose = Wähle ein Modell, das es kann, oder entferne sie.
attach-lacks-all = Kein Modell hier kann es; entferne sie, um fortzufahren.
attach-switch = Modell wechseln
attach-drop = Dateien hier ablegen
attach-drop-hint = Bilder, Dokumente, Texte und Ton
file-bytes = { $count ->
    [one] { $count } Byte
   *[other] { $count } Byte
}
file-kib = { $size } KB
file-mib = { $size } MB
file-pages = { $count ->
    [one] { $count } Seite
   *[other] { $count } Seiten
}
viewer-place = { $number } von { $count }
viewer-previous = Vorige Datei
viewer-next = Nächste Datei
viewer-download = Herunterladen
viewer-failed = Diese Datei lässt sich nicht anzeigen.
viewer-as-words = Der Text dieser Datei, wie Modelle ihn lesen. Lade sie herunter, um sie zu sehen, wie sie ist.
viewer-loading = Die Datei wird geladen
viewer-no-words = In dieser Datei stehen keine Wörter.

## Dictation and reading aloud

dictate = Diktieren
dictate-stop = Diktat beenden
dictate-throw = Verwerfen
dictate-again = Noch einmal senden
dictate-level = Lautstärke
dictate-asking = Fragt nach dem Mikrofon …
dictate-listening = Hört zu, { $time } von { $longest }
dictate-keys = Esc verwirft die Aufnahme
dictate-writing = Schreibt es auf …
dictate-nothing = Nichts war zu hören; ist es das richtige Mikrofon?
dictate-denied = Diese Seite darf das Mikrofon nicht benutzen; erlaube es im Browser, neben der Adresse
dictate-no-device = Es gibt kein Mikrofon; schließe eines an und versuche es noch einmal
dictate-busy = Das Mikrofon lässt sich gerade nicht benutzen; vielleicht hat es ein anderes Programm
dictate-unsafe = Browser geben das Mikrofon nur Seiten mit https
dictate-lost = Die Aufnahme kam nicht an; sie bleibt hier, bis du sie noch einmal sendest oder verwirfst
dictate-browser = Dein Browser hört zu, sein Hersteller hört vielleicht mit
dictate-browser-failed = Dein Browser konnte nicht zuhören; versuche es später
dictate-off = Hier ist kein Modell fürs Diktieren eingerichtet, und dieser Browser kann nicht selbst zuhören
dictate-tokens = { $count ->
    [one] Aufgeschrieben für { $count } Token
   *[other] Aufgeschrieben für { $count } Token
}
read-aloud = Vorlesen
read-aloud-stop = Nicht weiterlesen
read-aloud-preparing = Die Stimme wird erzeugt …
read-aloud-no-voice = Dieser Browser hat keine Stimme
read-aloud-failed = Es ließ sich nicht vorlesen
read-aloud-code = Code
read-aloud-formula = Formel

## Conversation

conversation = Unterhaltung
conversation-earlier = Frühere Nachrichten laden
conversation-latest = Zum Neuesten
conversation-writing = Der Assistent schreibt eine Antwort

## Pictures that models draw

picture = Ein Bild
picture-drawing = Das Bild wird gezeichnet …
picture-open = Groß öffnen
picture-download = Herunterladen
picture-copy = Kopieren
picture-copied = Kopiert
picture-not-copied = Dieser Browser kopiert keine Bilder; lade es stattdessen herunter.
picture-use = In die Nachricht
picture-used = In deine Nachricht gelegt
models-for-pictures = Für Bilder
models-draws = Zeichnet Bilder
models-picture = { $money } pro Bild
models-made-up-pictures = erfundene Bilder

## Receipts

receipt-title = Was diese Antwort gekostet hat
receipt-tokens = { $count ->
    [one] { $count } Token
   *[other] { $count } Token
}
receipt-tokens-cached = { $count ->
    [one] { $count } Token, aus dem Speicher
   *[other] { $count } Token, aus dem Speicher
}
receipt-message = Deine Nachricht
receipt-files = Dateien
receipt-history = Frühere Nachrichten
receipt-reply = Antwort
receipt-system = Systemanweisung
receipt-overhead = Grundbetrag
receipt-waived = Erlassen
receipt-total = Summe
receipt-charged = Abgerechnet
receipt-charged-nothing = 0: Dieselbe Frage wurde schon einmal beantwortet
receipt-counted = Gezählt
receipt-by-usage = vom Anbieter gemeldet
receipt-by-usage-cached = vom Anbieter gemeldet, Zählungen aus dem Speicher
receipt-by-api = vom Anbieter gezählt
receipt-by-api-cached = vom Anbieter gezählt, Zählungen aus dem Speicher
receipt-by-estimate = geschätzt
receipt-by-estimate-cached = geschätzt, Zählungen aus dem Speicher
receipt-cost = Kosten
receipt-cost-estimated = { $cost }, geschätzt
receipt-share = { $count } ({ $percent } %)
receipt-billed = Vom Anbieter berechnet
receipt-billed-prompt = { $count } Eingabe
receipt-billed-cached = { $count } gespeichert
receipt-billed-output = { $count } Ausgabe
receipt-billed-thinking = { $count } Nachdenken

## Continue, retry, compare, thinking

continue-reply = Fortsetzen
retry-with = Noch einmal mit …
compare-title = Zwei Antworten nebeneinander
compare-keep = Diese behalten
compare-stop = { $model } anhalten
compare-with = Mit einem anderen Modell vergleichen
compare-with-model = Mit { $model } vergleichen
compare-hint = Zwei Modelle zugleich fragen: zwei Antworten, jede mit ihrem eigenen Preis
compare-not = Nur ein Modell fragen
thinking-now = Denkt nach …
thinking-before = Was das Modell dachte
thinking-took = { $seconds ->
    [one] { $seconds } Sekunde nachgedacht
   *[other] { $seconds } Sekunden nachgedacht
}
thinking-took-tokens = { $seconds ->
    [one] { $seconds } Sekunde nachgedacht · { $tokens } Token
   *[other] { $seconds } Sekunden nachgedacht · { $tokens } Token
}

## Reading a reply: code, tables, diagrams, quotes, feedback

message-you = Du
message-assistant = Assistent
message-typing = Der Assistent schreibt
message-actions = Aktionen der Nachricht
message-edit = Bearbeiten
message-edit-box = Nachricht bearbeiten
message-edit-hint = Speichern fragt neu; diese Fassung bleibt erhalten.
message-save = Speichern
message-cancel = Abbrechen
message-retry = Noch einmal
message-regenerate = Neu antworten
message-like = Gefällt mir
message-dislike = Gefällt mir nicht
message-others-like = { $count ->
    [one] { $count } weiteren Person gefällt das
   *[other] { $count } weiteren gefällt das
}
message-others-dislike = { $count ->
    [one] { $count } weiteren Person gefällt das nicht
   *[other] { $count } weiteren gefällt das nicht
}
message-quote = Zitieren
message-cut = Die Antwort wurde abgeschnitten.
message-failed = Etwas ging schief; es wurde keine Antwort geschrieben.
message-stopped = Diese Antwort wurde angehalten.
message-ended-length = Bei der längsten erlaubten Antwort abgeschnitten.
message-ended-budget = Hier angehalten: Für mehr reichte das Token-Budget nicht.
message-ended-safety = Das Modell hat aus Sicherheitsgründen abgebrochen.
message-left-out = { $count ->
    [one] { $count } frühere Nachricht wurde weggelassen.
   *[other] { $count } frühere Nachrichten wurden weggelassen.
}
message-copy = Kopieren
message-copied = Kopiert
message-copy-markdown = Als Markdown kopieren
message-copy-text = Als Text kopieren
message-previous-version = Vorige Fassung
message-next-version = Nächste Fassung
message-version = Fassung { $number } von { $count }
reply-close = Schließen
feedback-title = Was war an dieser Antwort falsch?
feedback-not-true = Stimmt nicht
feedback-not-asked = Nicht, was ich wollte
feedback-style = Stil oder Ton
feedback-length = Zu lang oder zu kurz
feedback-refused = Ohne Not verweigert
feedback-harmful = Schädlich oder verletzend
feedback-words = In deinen Worten, wenn du magst
feedback-hint = Admins sehen das mit deiner E-Mail-Adresse, aber nichts aus dem Chat.
feedback-skip = Überspringen
feedback-submit = Absenden
feedback-thanks = Danke
reply-wrap = Zeilen umbrechen
reply-download = Herunterladen
reply-code = Code, { $language }
reply-table = Tabelle
reply-diagram = Diagramm
reply-diagram-coming = Zeichnet das Diagramm …
reply-diagram-of = Diagramm, gezeichnet aus: { $source }
reply-diagram-fault = Dieses Diagramm ließ sich nicht zeichnen ({ $fault }).
reply-as-code = Als Code zeigen
reply-open-large = Groß öffnen
reply-zoom-in = Vergrößern
reply-zoom-out = Verkleinern
reply-zoom-reset = Zurück zur vollen Größe
reply-zoom = { $percent } %
reply-large-hint = + und − ändern die Größe, 0 geht zurück, die Pfeiltasten verschieben.
reply-not-drawn = Diese Nachricht ließ sich nicht darstellen und steht hier so, wie sie geschrieben wurde.
reply-thinking = Nachdenken
reply-details = Einzelheiten
reply-load-image = Bild von { $host } laden
reply-load-image-of = Bild von { $host } laden: { $what }
reply-other-site = einer anderen Seite
reply-task-done = Erledigt
reply-task-open = Offen
reply-diagram-no-size = Es hat keine Größe

## Others in a chat

others-title = Gerade hier
others-here-one = { $first } ist hier
others-here-two = { $first } und { $second } sind hier
others-here-three = { $first }, { $second } und { $third } sind hier
others-here-more = { $first }, { $second } und { $count } weitere sind hier
others-came-one = { $first } ist jetzt hier
others-came-two = { $first } und { $second } sind jetzt hier
others-came-three = { $first }, { $second } und { $third } sind jetzt hier
others-came-more = { $first }, { $second } und { $count } weitere sind jetzt hier
others-writing-one = { $first } schreibt …
others-writing-two = { $first } und { $second } schreiben …
others-writing-three = { $first }, { $second } und { $third } schreiben …
others-writing-more = { $first }, { $second } und { $count } weitere schreiben …

## Chat list

sidebar-chats = Chats
sidebar-new-chat = Neuer Chat
sidebar-search = Chats durchsuchen
sidebar-pinned = Angeheftet
sidebar-today = Heute
sidebar-yesterday = Gestern
sidebar-earlier = Früher
sidebar-untitled = Neuer Chat
sidebar-chat-actions = Aktionen für den Chat: { $title }
sidebar-rename = Umbenennen
sidebar-pin = Anheften
sidebar-unpin = Lösen
sidebar-move = In Ordner verschieben
sidebar-archive = Archivieren
sidebar-unarchive = Aus dem Archiv holen
sidebar-delete = Löschen
sidebar-cancel = Abbrechen
sidebar-save = Speichern
sidebar-undo = Rückgängig
sidebar-show-older = Ältere Chats zeigen
sidebar-loading = Lädt …
sidebar-try-again = Noch einmal versuchen
sidebar-none = Noch keine Chats. Beginne oben einen.
sidebar-none-found = Kein Chat enthält „{ $query }“
sidebar-places-left = Noch { $left } von { $places } Chats frei
sidebar-select = Chats auswählen
sidebar-choose = { $title } auswählen
sidebar-choose-all = Alle auswählen
sidebar-chosen = { $count } ausgewählt
sidebar-chosen-actions = Ausgewählte Chats
sidebar-delete-one = Diesen Chat löschen?
sidebar-delete-one-text = „{ $title }“ kommt für 30 Tage in den Papierkorb und macht einen Platz frei. Die verbrauchten Token bleiben in deinen Büchern.
sidebar-delete-many = { $count } Chats löschen?
sidebar-delete-many-text = Sie kommen für 30 Tage in den Papierkorb und machen ihre Plätze frei. Die verbrauchten Token bleiben in deinen Büchern.
sidebar-gone-already = Schon gelöscht
sidebar-deleted = { $count ->
    [one] Chat gelöscht
   *[other] { $count } Chats gelöscht
}
sidebar-archived = { $count ->
    [one] Chat archiviert
   *[other] { $count } Chats archiviert
}
sidebar-unarchived = { $count ->
    [one] Chat aus dem Archiv geholt
   *[other] { $count } Chats aus dem Archiv geholt
}
sidebar-restored = { $count ->
    [one] Chat wiederhergestellt
   *[other] { $count } Chats wiederhergestellt
}
sidebar-moved = { $count ->
    [one] Chat verschoben
   *[other] { $count } Chats verschoben
}
sidebar-taken-out = { $count ->
    [one] Chat aus dem Ordner genommen
   *[other] { $count } Chats aus ihren Ordnern genommen
}
sidebar-unread = Ungelesen

## Folders, archive, trash

sidebar-all-chats = Alle Chats
sidebar-folders = Ordner
sidebar-new-folder = Neuer Ordner
sidebar-edit-folder = Ordner bearbeiten
sidebar-folder-actions = Aktionen für den Ordner: { $name }
sidebar-new-chat-here = Neuer Chat in diesem Ordner
sidebar-more-folders = Mehr Ordner zeigen
sidebar-folder-text = Neue Chats in diesem Ordner beginnen mit seinem Modell und seiner Systemanweisung.
sidebar-folder-name = Name des Ordners
sidebar-folder-model = Modell
sidebar-folder-model-usual = Das übliche
sidebar-folder-prompt = Systemanweisung
sidebar-folder-find = Ordner suchen oder anlegen
sidebar-folder-make = Neuer Ordner „{ $name }“
sidebar-no-folder = Kein Ordner
sidebar-move-title = In Ordner verschieben
sidebar-move-one = Wähle einen Ordner für „{ $title }“.
sidebar-move-many = Wähle einen Ordner für { $count } Chats.
sidebar-delete-folder = Diesen Ordner löschen?
sidebar-delete-folder-text = „{ $title }“ verschwindet. Die Chats darin bleiben.
sidebar-none-in-folder = Noch keine Chats in „{ $name }“
sidebar-archive-view = Archiviert
sidebar-archive-text = Archivierte Chats belegen keinen Platz; man kann sie lesen, aber nicht fortsetzen.
sidebar-none-archived = Nichts ist archiviert
sidebar-trash = Papierkorb
sidebar-shared = Mit mir geteilt
sidebar-none-shared = Noch hat dich niemand in einen Chat eingeladen
sidebar-is-shared = Geteilt
sidebar-owned-by = von { $name }
sidebar-deleted-by = Von { $name } gelöscht
sidebar-trash-text = Gelöschte Chats bleiben hier 30 Tage. Dann ist ihr Text endgültig weg; der Verbrauch bleibt in deinen Büchern.
sidebar-none-deleted = Der Papierkorb ist leer
sidebar-empty-trash = Papierkorb leeren
sidebar-empty-trash-sure = Papierkorb leeren?
sidebar-empty-trash-text = Der Text dieser Chats ist dann endgültig weg. Verbrauchte Token und Geld bleiben in deinen Büchern, ohne Titel.
sidebar-restore = Wiederherstellen
sidebar-restore-chat = { $title } wiederherstellen
sidebar-days-left = { $count ->
    [one] noch 1 Tag
   *[other] noch { $count } Tage
}

## Search and palette

search-filters = Filter: in:archive, in:trash, in:"Name des Ordners", model:Name, after:2026-11-01, before:2026-12
palette-title = Suche und Befehle
palette-hint = Chats suchen oder Befehl eingeben
palette-results = Treffer
palette-recent = Letzte Chats
palette-chats = Chats und Nachrichten
palette-commands = Befehle
palette-models = Modelle
palette-pages = Seiten
palette-slash = Befehle mit Schrägstrich und Vorlagen
palette-none = Nichts heißt „{ $query }“, und kein Chat enthält es
palette-count = { $count ->
    [one] 1 Treffer
   *[other] { $count } Treffer
}
palette-theme = Hell oder dunkel
palette-archive-chat = Diesen Chat archivieren
palette-admin = Übersicht
palette-people = Personen
palette-audit = Protokoll

## Shortcuts

shortcuts-title = Tastenkürzel
shortcuts-text = Wähle ein Kürzel, um ihm andere Tasten zu geben. Sie gelten in diesem Browser.
shortcuts-palette = Suche und Befehle
shortcuts-new-chat = Neuer Chat
shortcuts-search = Die Chatliste durchsuchen
shortcuts-composer = Eine Nachricht schreiben
shortcuts-sidebar = Seitenleiste ein- oder ausblenden
shortcuts-delete-chat = Diesen Chat löschen
shortcuts-shortcuts = Tastenkürzel zeigen
shortcuts-send = Nachricht senden
shortcuts-line = Neue Zeile in einer Nachricht
shortcuts-stop = Antwort anhalten
shortcuts-commands = Befehle und Vorlagen, in einer leeren Nachricht
shortcuts-change = Tasten für „{ $name }“ ändern, jetzt { $keys }
shortcuts-press = Drück die Tasten …
shortcuts-reset = Übliche Tasten benutzen
shortcuts-done = Fertig
shortcuts-taken = { $keys } gehört schon zu „{ $name }“. Wähle andere Tasten.
shortcuts-of-browser = { $keys } behält der Browser für sich. Wähle andere Tasten.
shortcuts-of-page = { $keys } wird zum Tippen und Bewegen gebraucht. Nimm Strg oder Alt dazu.

## Commands and prompts

commands-title = Befehle
commands-found = { $count ->
    [one] { $count } Eintrag
   *[other] { $count } Einträge
}
slash-help = Zeigt die Befehle
slash-usage = Sagt, was von deinem Token-Budget übrig ist
slash-image = Zeichnet ein Bild; kostet Token
slash-model = Wählt das Modell dieses Chats
slash-title = Benennt diesen Chat
slash-system = Legt fest, was dem Modell in diesem Chat zuerst gesagt wird
slash-export = Gibt dir diesen Chat als Datei
slash-takes-name = Name
slash-takes-text = Text
prompts-title = Vorlagen
prompts-hint = Texte zum Wiederverwenden: Tippe / in einer Nachricht und wähle eine nach ihrem Namen.
prompts-none = Noch keine Vorlage. Bewahre einen Text auf, den du immer wieder schreibst, mit Lücken wie {"{{"}sprache{"}}"} zum Ausfüllen.
prompts-new = Neue Vorlage
prompts-edit = Bearbeiten
prompts-edit-title = Vorlage bearbeiten
prompts-form-hint = Was in doppelten geschweiften Klammern steht, wie {"{{"}sprache{"}}"}, wird jedes Mal erfragt.
prompts-name = Name
prompts-name-hint = Was du hinter / schreibst: Buchstaben, Ziffern, „-“ und „_“.
prompts-description = Wofür sie ist
prompts-text = Text
prompts-everybody = Mit allen hier teilen
prompts-who = Von wem
prompts-mine = Meine
prompts-shared = Geteilt
prompts-delete = Löschen
prompts-delete-one = { $name } löschen
prompts-delete-title = Diese Vorlage löschen?
prompts-delete-text = /{ $name } ist dann endgültig weg.
prompts-delete-text-shared = /{ $name } ist dann endgültig weg, für alle.
prompts-fill-title = /{ $name } ausfüllen
prompts-use = Vorlage benutzen

## Settings: files

files-title = Dateien
files-hint = Bilder, Dokumente und Aufnahmen, die du gesendet hast oder die Modelle für dich gezeichnet haben.
files-used = { $used } von { $limit } belegt
files-room = Platz für Dateien
files-name = Name
files-size = Größe
files-added = Hinzugefügt
files-none = Es gibt noch keine Dateien. Hänge eine an eine Nachricht an, dann steht sie hier.
files-delete = Löschen
files-delete-one = { $name } löschen
files-delete-title = Diese Datei löschen?
files-delete-text = { $name } verschwindet endgültig aus dieser Liste. Chats, in denen sie gesendet wurde, behalten sie, bis sie gelöscht werden.
files-deleted = { $name } ist gelöscht.

## Import

import-title = Chats importieren
import-hint = Bring deine Chats mit: aus ChatGPT, Claude, Open WebUI, LibreChat, HuggingFace chat-ui oder einem anderen Tally. Es kostet nichts.
import-choose = Importieren
import-choose-hint = JSON oder Zip, bis { $count } MiB. Mehrere Dateien auf einmal gehen auch.
import-sending = Sendet { $name }
import-reading = Sieht { $name } durch
import-saving = Speichert Chats: { $done } von { $total }
import-done = { $count ->
    [one] { $count } Chat aus { $source } ist da.
   *[other] { $count } Chats aus { $source } sind da.
}
import-nothing-new = Alle Chats dieser Datei waren schon hier.
import-archived = { $count ->
    [one] { $count } davon ist im Archiv: In deiner Liste ist kein Platz dafür.
   *[other] { $count } davon sind im Archiv: In deiner Liste ist nicht für alle Platz, und einer bleibt für einen neuen Chat frei.
}
import-known = { $count ->
    [one] { $count } war schon hier und wurde übergangen.
   *[other] { $count } waren schon hier und wurden übergangen.
}
import-left-out = Weggelassen:
import-left-pictures = { $count ->
    [one] { $count } Bild
   *[other] { $count } Bilder
}
import-left-recordings = { $count ->
    [one] { $count } Aufnahme
   *[other] { $count } Aufnahmen
}
import-left-files = { $count ->
    [one] { $count } Datei
   *[other] { $count } Dateien
}
import-left-tools = { $count ->
    [one] { $count } Werkzeugaufruf
   *[other] { $count } Werkzeugaufrufe
}
import-left-errors = { $count ->
    [one] { $count } gescheiterte Antwort
   *[other] { $count } gescheiterte Antworten
}
import-left-empty-chats = { $count ->
    [one] { $count } leerer Chat
   *[other] { $count } leere Chats
}
import-left-cut-texts = { $count ->
    [one] das Ende von { $count } sehr langen Text
   *[other] die Enden von { $count } sehr langen Texten
}
import-too-large = { $name } hat mehr als { $count } MiB. Wenn es ein Zip ist, entpacke es und wähle conversations.json.
import-unreachable = Die Datei kam nicht an. Prüfe deine Verbindung und versuch es noch einmal.
import-stopped-at = Der Import brach bei { $name } ab.
import-failed = Der Import wurde abgebrochen, und nichts davon ist hier. Versuch es noch einmal.
import-open = Meine Chats zeigen
import-where = Woher bekomme ich die Datei?
import-where-chatgpt = Einstellungen, Datenkontrollen, Daten exportieren. Ein Link zu einem Zip kommt per E-Mail.
import-where-claude = Einstellungen, Datenschutz, Daten exportieren. Ein Link zu einem Zip kommt per E-Mail.
import-where-open-webui = Einstellungen, Datenkontrollen, Chats exportieren.
import-where-librechat = In einem Chat: sein Menü, Exportieren, als JSON, mit Zweigen. Eine Datei je Chat.
import-where-chat-ui = Einstellungen, Daten exportieren, wo dein Server das anbietet.
import-where-tally = In einem Chat: sein Menü, Exportieren, JSON. Eine Datei je Chat.

## Usage

usage-title = Verbrauch
usage-subtitle = Dein Token-Budget und wohin es ging.
usage-period = Dieser Zeitraum
usage-budget-said = { $used } von { $limit } Token verbraucht, { $reserved } reserviert
usage-used = Verbraucht
usage-of-limit = von { $limit } Token
usage-remaining = Übrig
usage-tokens = Token
usage-reserved = Reserviert
usage-reserved-words = für laufende Antworten
usage-lasts = Reicht noch
usage-lasts-words = beim Verbrauch der letzten 7 Tage
usage-lasts-past-reset = Bis zum Neubeginn
usage-lasts-nothing = Nichts übrig
usage-lasts-under-a-day = Weniger als einen Tag
usage-lasts-days = { $count ->
    [one] Etwa { $count } Tag
   *[other] Etwa { $count } Tage
}
usage-resets = Beginnt neu am
usage-since = läuft seit { $since }
usage-spent = Dein Budget ist aufgebraucht. Wenn es neu beginnt, kannst du wieder senden.
usage-nearly-spent = { $percent } % deines Budgets sind verbraucht. Bis zum Neubeginn bleiben { $remaining } Token.
usage-by-day = Nach Tagen
usage-by-day-words = Token der letzten 30 Tage
usage-by-day-said = Verbrauchte Token an jedem der letzten 30 Tage; die Tabelle darunter nennt die Zahlen
usage-by-day-none = In den letzten 30 Tagen wurde nichts verbraucht.
usage-by-day-table = Token nach Tagen
usage-day = Tag
usage-by-model = Nach Modell
usage-last-days = Token der letzten 30 Tage
usage-by-model-none = In den letzten 30 Tagen wurde kein Modell benutzt.
usage-by-key = Nach Schlüssel
usage-by-key-none = In den letzten 30 Tagen wurde kein Schlüssel benutzt.
usage-browser = Browser
usage-costly = Teuerste Chats
usage-costly-words = Wer einen Chat löscht, bekommt den Platz zurück; sein Verbrauch bleibt in den Büchern.
usage-costly-none = Noch hat kein Chat etwas gekostet.
usage-chat = Chat
usage-exchanges = Austausche
usage-cost = Kosten
usage-delete-chat = { $title } löschen
usage-delete-title = Diesen Chat löschen?
usage-delete-text = „{ $title }“ verschwindet aus deiner Liste. Der Verbrauch bleibt in den Büchern.
usage-deleted = Chat gelöscht. Der Verbrauch bleibt in den Büchern.
usage-undo = Rückgängig
usage-ledger = Kontobuch
usage-ledger-words = Jede Änderung deines Budgets, die neueste zuerst.
usage-ledger-none = Noch ist nichts gebucht. Deine erste Nachricht wird es sein.
usage-when = Wann
usage-what = Was
usage-left-after = Danach übrig
usage-key = Schlüssel
usage-new-chat = Neuer Chat
usage-deleted-chat = Gelöschter Chat
usage-names-chat = Titel von „{ $chat }“
usage-dictation = Diktat
usage-reading-aloud = Vorlesen einer Antwort
# $name: of a chat or an organisation
usage-name-deleted = { $name } (gelöscht)
usage-program = Programm: { $key }
usage-granted = Budget gewährt
usage-lowered = Budget gesenkt
usage-held = Für eine Antwort zurückgelegt
usage-held-otherwise = Zurückgelegt
usage-returned = Rücklage aufgelöst
usage-charged = Antwort abgerechnet
usage-charged-otherwise = Abgerechnet
usage-overrun = Überzug, vom Betreiber bezahlt

## Settings

settings-title = Einstellungen
settings-profile = Profil
settings-profile-hint = So wirst du begrüßt und den Admins und den Leuten in deinen Chats gezeigt.
settings-email = E-Mail
settings-name = Name
settings-name-saved = Dein Name ist gespeichert.
settings-password = Passwort
settings-password-hint = Mindestens 8 Zeichen. Ein neues Passwort meldet alle anderen Sitzungen ab.
settings-current-password = Jetziges Passwort
settings-new-password = Neues Passwort
settings-change-password = Passwort ändern
settings-password-changed = Dein Passwort ist geändert. Alle anderen Sitzungen sind abgemeldet.
settings-sessions = Sitzungen
settings-sessions-hint = Wo du gerade angemeldet bist. Melde ab, was du nicht kennst.
settings-place = Wo
settings-since = Seit
settings-this-session = Diese Sitzung
settings-sign-out = Abmelden
settings-sign-out-of = { $device } abmelden, seit { $moment }
settings-device = { $browser } auf { $system }
settings-unknown-browser = Unbekannter Browser
settings-appearance = Aussehen
settings-appearance-hint = Gilt in diesem Browser.
settings-colours = Farben
settings-colours-system = Wie das System
settings-colours-light = Hell
settings-colours-dark = Dunkel
settings-language = Sprache
settings-language-hint = Gehört zu deinem Konto: Sie gilt überall, wo du dich anmeldest.
settings-language-browser = Wie der Browser

## Settings: sign-ins, second factor, passkeys

settings-last-used = Zuletzt benutzt
settings-by-password = Mit Passwort
settings-by-code = Mit Passwort und Code
settings-by-passkey = Mit Passkey
settings-by-provider = Über einen Identitätsanbieter
settings-by-link = Über einen Link
settings-sign-out-others = Alle anderen abmelden
settings-sign-out-others-title = Überall sonst abmelden?
settings-sign-out-others-text = Alle anderen Browser und Programme müssen sich neu anmelden. Hier bleibst du angemeldet.
settings-others-ended = { $count ->
    [0] Sonst war niemand angemeldet.
    [one] Eine andere Sitzung wurde abgemeldet.
   *[other] { $count } andere Sitzungen wurden abgemeldet.
}
second-factor-title = Zweiter Faktor
second-factor-hint = Ein Code aus einer App auf deinem Handy, nach dem Passwort gefragt: Wer nur das Passwort kennt, kommt nicht hinein.
second-factor-off = Es ist keine Authentifizierungs-App eingerichtet.
second-factor-on = An
second-factor-since = Seit { $moment }.
second-factor-set-up = Authentifizierungs-App einrichten
second-factor-set-up-text = Zeig zuerst, dass du es bist.
second-factor-new-codes = Neue Wiederherstellungscodes
second-factor-new-codes-text = Die bisherigen Codes gelten dann nicht mehr.
second-factor-turn-off = Ausschalten
second-factor-turn-off-text = Die Anmeldung fragt nur noch nach dem Passwort. Alle anderen Sitzungen werden abgemeldet.
second-factor-scan-title = Scanne das mit deiner App
second-factor-scan-text = Jede Authentifizierungs-App ist recht. Gib dann den Code ein, den sie zeigt.
second-factor-picture = QR-Code für die Authentifizierungs-App
second-factor-secret = Oder tippe diesen Schlüssel in die App:
second-factor-open-app = In einer App auf diesem Gerät öffnen
second-factor-code-hint = Die sechs Ziffern, die die App jetzt zeigt.
second-factor-confirm = Bestätigen
second-factor-codes-title = Deine Wiederherstellungscodes
second-factor-codes-text = Jeder gilt einmal, wenn du die App nicht zur Hand hast. Bewahre sie sicher auf: Sie werden nicht noch einmal gezeigt.
second-factor-download = Herunterladen
second-factor-kept = Ich habe sie aufbewahrt
proof-password = Dein Passwort
proof-code = Code deiner App oder Wiederherstellungscode
proof-go-on = Weiter
passkeys-title = Passkeys
passkeys-hint = Melde dich mit Fingerabdruck, Gesicht oder PIN deines Geräts an, ohne Passwort und Code.
passkeys-none = Noch kein Passkey.
passkeys-name = Name
passkeys-added = Hinzugefügt
passkeys-add = Passkey hinzufügen
passkeys-add-text = Gib ihm einen Namen, an dem du ihn erkennst. Dann bittet dein Gerät um Bestätigung.
passkeys-call-it = Name des Passkeys
passkeys-rename = Umbenennen
passkeys-rename-one = { $name } umbenennen
passkeys-remove = Entfernen
passkeys-remove-one = { $name } entfernen
passkeys-remove-text = Er lässt niemanden mehr hinein, und alle anderen Sitzungen werden abgemeldet. Lösche ihn auch auf deinem Gerät.
passkeys-unsupported = Dieser Browser legt hier keine Passkeys an: Sie brauchen https oder eine Seite dieses Rechners unter einem Namen.
passkeys-not-confirmed = Dein Gerät hat nicht bestätigt; nichts kam hinzu.
second-factor-codes-left = { $count ->
    [one] Ein Wiederherstellungscode ist übrig.
   *[other] { $count } Wiederherstellungscodes sind übrig.
}

audit-password-change = Passwort geändert
audit-second-factor-enable = Authentifizierungs-App eingerichtet
audit-second-factor-disable = Authentifizierungs-App entfernt
audit-second-factor-reset = Jemandem zweiten Faktor und Passkeys abgenommen
audit-recovery-codes-create = Neue Wiederherstellungscodes erstellt
audit-passkey-create = Passkey hinzugefügt
audit-passkey-delete = Passkey entfernt
audit-sessions-end = Alle anderen Sitzungen abgemeldet
audit-field-authenticator = Authentifizierungs-App
audit-field-passkeys = Passkeys
audit-field-sessions = Sitzungen
audit-field-by = Durch

people-factor = Zweiten Faktor zurücksetzen
people-factor-title = Zweiten Faktor zurücksetzen?
people-factor-text = Authentifizierungs-App, Wiederherstellungscodes und Passkeys von { $email } werden entfernt und alle Sitzungen abgemeldet. Das Passwort bleibt. Tu das für jemanden, der seine Geräte sicher verloren hat.
people-factor-reset = Der zweite Faktor von { $email } ist zurückgesetzt.

## Mail

# $name: of the person; $link: an address
mail-password-link-subject = Neues Passwort setzen
mail-password-link-text = Hallo { $name },

    jemand, hoffentlich du, hat für dein Tally-Konto um ein neues Passwort gebeten. Setze es hier:

    { $link }

    Der Link gilt einmal und eine Stunde lang. Wenn du es nicht warst, tu nichts: Dein Passwort bleibt, wie es ist.
mail-password-changed-subject = Dein Passwort wurde geändert
# $site: an address
mail-password-changed-text = Hallo { $name },

    das Passwort deines Tally-Kontos bei { $site } wurde gerade geändert, und alle anderen Sitzungen wurden abgemeldet. Wenn du es nicht warst, setze sofort ein neues Passwort und sag einem Admin Bescheid.
mail-second-factor-changed-subject = Deine Anmeldung wurde geändert
mail-second-factor-changed-text = Hallo { $name },

    bei deinem Tally-Konto bei { $site } kam gerade eine Authentifizierungs-App oder ein Passkey hinzu oder wurde entfernt. Wenn du es nicht warst, melde in den Einstellungen alle anderen Sitzungen ab, ändere dein Passwort und sag einem Admin Bescheid.

## API keys

keys-title = API-Schlüssel
keys-hint = Mit einem Schlüssel nutzen deine Programme, Editoren und Skripte die Modelle auf dein Budget.
keys-new = Neuer Schlüssel
keys-places = { $count } von { $most } Schlüsseln
keys-places-full = { $count } von { $most } Schlüsseln, mehr dürfen es nicht sein: Widerrufe einen, um einen neuen anzulegen
keys-name = Name
keys-made = Angelegt
keys-last-used = Zuletzt benutzt
keys-used = Diesen Monat verbraucht
keys-expires = Läuft ab
keys-expired = Abgelaufen
keys-edit = Bearbeiten
keys-revoke = Widerrufen
keys-revoke-one = { $name } widerrufen
keys-none = Noch kein Schlüssel. Leg für jedes Programm, das die Modelle nutzen soll, einen an: Er zahlt aus deinem Budget, nie mehr als die Obergrenze, die du ihm gibst, und lässt sich einzeln widerrufen.
keys-only = Nur { $models }
keys-no-cap = keine Obergrenze
keys-of-cap = von { $cap }
keys-name-hint = Das Programm, das ihn bekommt, etwa „CI“ oder „Editor auf meinem Laptop“.
keys-cap = Obergrenze
keys-cap-hint = Token in einem Kalendermonat (UTC), aus deinem Budget. Leer: keine eigene Obergrenze.
keys-expires-hint = Von da an wird er abgewiesen.
keys-expires-as-is = Wie bisher: { $moment }
keys-in-days = { $count ->
    [one] In { $count } Tag
   *[other] In { $count } Tagen
}
keys-in-a-year = In einem Jahr
keys-on-a-date = An einem Tag …
keys-last-day = Letzter Tag
keys-models = Modelle
keys-models-hint = Keins angekreuzt: alle Modelle deines Tarifs.
keys-model-not-set-up = { $model }, nicht eingerichtet
keys-model-gone = { $model }, nicht mehr angeboten
keys-make = Schlüssel anlegen
keys-edit-title = Schlüssel bearbeiten
keys-new-hint = Er wird nur einmal gezeigt, beim Anlegen.
keys-edit-hint = Änderungen gelten sofort; der Schlüssel selbst bleibt gleich.
keys-saved = { $name } gespeichert
keys-revoke-title = Diesen Schlüssel widerrufen?
keys-revoke-text = Jedes Programm, das „{ $name }“ benutzt, wird von jetzt an abgewiesen, und eine laufende Antwort bricht ab. Das lässt sich nicht rückgängig machen. Der Verbrauch des Schlüssels bleibt in den Büchern.
keys-revoked = { $name } ist widerrufen. Der Verbrauch bleibt in den Büchern.
keys-issued-title = Dein neuer Schlüssel
keys-issued-text = Kopiere „{ $name }“ jetzt: Er wird nicht noch einmal gezeigt, und niemand kann ihn nachschlagen. Geht er verloren, widerrufe ihn und leg einen neuen an.
keys-issued-label = API-Schlüssel
keys-issued-base = Basis-URL für Editoren und andere Apps
keys-issued-copy = { $what } kopieren
keys-issued-docs = Alle Aufrufe und ihre Felder stehen in der API-Dokumentation.

## Admin: dashboard

admin-pages = Verwaltung
admin-dashboard = Übersicht
admin-users = Personen
admin-audit = Protokoll
dashboard-subtitle = Wer was nutzt und was es kostet.
dashboard-live = Live. Zahlen von { $time }.
dashboard-csv = CSV herunterladen
dashboard-filters = Filter
dashboard-from = Von
dashboard-to = Bis
dashboard-model = Modell
dashboard-all-models = Alle Modelle
dashboard-user = Person
dashboard-user-example = E-Mail-Adresse
dashboard-apply = Anwenden
dashboard-usage = Verbrauch
dashboard-by-day = Nach Tag und Modell
dashboard-by-day-words = Abgerechnete Token (Tage in UTC)
dashboard-by-day-said = Abgerechnete Token nach Tag und Modell; die Tabelle darunter nennt die Zahlen
dashboard-by-day-table = Token nach Tag und Modell
dashboard-nothing = An diesen Tagen wurde nichts verbraucht.
dashboard-day = Tag
dashboard-top-users = Größter Verbrauch
dashboard-no-users = Niemand hat ein Token verbraucht.
dashboard-near-limit = Nahe am Limit
dashboard-nobody-near = Niemand hat { $share } eines Budgets verbraucht.
dashboard-group-by = Gruppieren nach
dashboard-organisation = Organisation
dashboard-key = API-Schlüssel
dashboard-tokens = Token
dashboard-billed = Berechnete Token
dashboard-cost = Kosten
dashboard-exchanges = Austausche
dashboard-errors = Fehler
dashboard-no-exchange = Kein Austausch passt zu diesen Filtern.
dashboard-more-rows = Gezeigt sind die ersten Zeilen; das CSV enthält alle.
dashboard-total = Summe
dashboard-other-models = Andere Modelle
dashboard-today = Token heute
dashboard-today-words = seit Mitternacht, UTC
dashboard-month = Token diesen Monat
dashboard-month-words = Budgets belastet
dashboard-active = Aktive Personen
dashboard-active-words = mit einem Austausch an diesen Tagen
dashboard-error-rate = Fehlerquote
dashboard-error-rate-words = gescheitert oder abgebrochen
dashboard-reply-cache = Antwortspeicher
dashboard-reply-cache-words = der Antworten kosteten nichts
dashboard-first-text = Zeit bis zu den ersten Wörtern
dashboard-first-text-words = die Hälfte ist schneller; 19 von 20 binnen { $slow }
dashboard-drift = Abgerechnet gegen berechnet
dashboard-drift-words = { $charged } abgerechnet, { $billed } berechnet
range-no-day = In der Adresse steht ein Tag, den es nicht gibt. Wähle die Tage oben.
range-backwards = Der erste Tag darf nicht nach dem letzten liegen. Wähle andere Tage.
range-too-long = Das sind mehr als zehn Jahre. Wähle weniger Tage.
range-unknown-group = Diese Gruppierung gibt es nicht. Wähle eine über der Tabelle.
vendors = Anbieter
vendors-words = Ein winziger Austausch mit jedem Anbieter, dessen Schlüssel gesetzt ist; niemand zahlt dafür.
vendors-check = Anbieter prüfen
vendors-busy = Fragt …
vendors-none = Hier hat kein Anbieter einen Schlüssel; das simulierte Modell antwortet.
vendors-vendor = Anbieter
vendors-reached = Erreicht
vendors-models = Bekannte Modelle
vendors-known-of = { $known } von { $all }
vendors-counted = Gezählt / berechnet
vendors-cost = Kosten
vendors-first-text = Erste Wörter
vendors-trouble = Störung
vendors-yes = ja
vendors-no = nein

## Admin: people and organisations

people-subtitle = Budgets, Tarife, Rollen und Organisationen.
people-everybody = Alle
people-words = Limits sind Token je Kalendermonat (UTC). Jede Änderung steht im Protokoll.
people-search = Personen suchen
people-search-example = Nach E-Mail oder Name suchen
people-nobody = Niemand passt dazu.
people-user = Person
people-used = Verbraucht
people-limit = Limit
people-tier = Tarif
people-role = Rolle
people-last-seen = Zuletzt da
people-type = Art
people-admin = Admin
people-is-user = Person
people-individual = privat
people-business = geschäftlich
people-verified-type = { $type }, bestätigt
people-deactivated = abgeschaltet
people-edit = Bearbeiten
people-reset = Verbrauch zurücksetzen
people-keys = API-Schlüssel
people-link = Passwort-Link
people-reserved = { $count } reserviert
people-next-limit = { $count } ab dem nächsten Zeitraum
people-range = { $first } bis { $last } von { $all }
people-range-open = { $first } bis { $last } von über { $all }
people-edit-title = Person bearbeiten
people-token-limit = Token-Limit
people-token-limit-hint = Token je Kalendermonat (UTC). Schon Verbrauchtes zählt mit.
people-active = Aktiv
people-verified = Bestätigt
people-saved = { $email } gespeichert
people-reset-title = Verbrauch zurücksetzen?
people-reset-text = { $email } bekommt ab jetzt wieder das ganze Limit. Der Verbrauch bleibt in den Büchern.
people-fresh = Für { $email } beginnt ein neuer Zeitraum
people-new = Neue Person
people-new-words = Du bekommst einen Link zum Weitergeben, mit dem die Person ein Passwort wählt.
people-email = E-Mail
people-name = Name
people-make = Konto anlegen
people-link-title = Link zum Festlegen des Passworts
people-link-text = Für { $email }. Er gilt einmal, bis { $until }, und wird nur jetzt gezeigt. Frühere Links gelten nicht mehr.
people-keys-title = API-Schlüssel von { $email }
people-keys-words = Verbraucht in diesem Kalendermonat. Ein Widerruf steht im Protokoll.
people-keys-none = Hier ist kein Schlüssel; widerrufene stehen nicht in der Liste.
people-revoke-text = Jedes Programm von { $email }, das „{ $name }“ benutzt, wird von jetzt an abgewiesen, und eine laufende Antwort bricht ab. Das lässt sich nicht rückgängig machen. Der Verbrauch des Schlüssels bleibt in den Büchern.
people-revoked = { $name } von { $email } ist widerrufen
orgs = Organisationen
orgs-words = Wer zu einer Organisation gehört, kann andere aus ihr in seine Chats lassen und teilt gespeicherte Antworten und eine Zeile in Berichten.
orgs-none = Noch keine.
orgs-new = Neue Organisation
orgs-new-example = Name einer neuen Organisation
orgs-add = Hinzufügen
orgs-name = Name
orgs-people = Personen
orgs-organisation = Organisation
orgs-no-organisation = Keine Organisation
orgs-rename = Umbenennen
orgs-rename-title = Organisation umbenennen
orgs-rename-text = „{ $name }“ behält ihre Personen und ihre Zeile in Berichten.
orgs-name-of = Name der Organisation
orgs-delete-title = Diese Organisation entfernen?
orgs-delete-text = Die Personen von „{ $name }“ bleiben, ohne Organisation. Ihr Verbrauch bleibt in den Büchern.
orgs-deleted = { $name } ist entfernt; die Personen bleiben

## Admin: audit

audit-subtitle = Wer was womit gemacht hat; hier lässt sich nichts ändern.
audit-changes = Änderungen
audit-newest-first = Die neuesten zuerst.
audit-none = Noch wurde nichts geändert.
audit-when = Wann
audit-who = Wer
audit-through = Worüber
audit-what = Was
audit-whom = Wen
audit-change = Änderung
audit-operator = Betreiber
audit-user-update = Konto geändert
audit-user-create = Konto angelegt
audit-password-link-create = Passwort-Link angelegt
audit-password-set = Passwort über einen Link festgelegt
audit-usage-reset = Verbrauch zurückgesetzt
audit-org-create = Organisation angelegt
audit-org-update = Organisation umbenannt
audit-org-delete = Organisation entfernt
audit-token-cache-empty = Zählspeicher geleert
audit-key-create = API-Schlüssel angelegt
audit-key-update = API-Schlüssel geändert
audit-key-revoke = API-Schlüssel widerrufen
audit-chat-archive = Chat archiviert
audit-chat-unarchive = Chat aus dem Archiv geholt
audit-user-promote = Admin-Rolle verliehen
audit-chat-delete = Chat gelöscht
audit-chat-restore = Chat wiederhergestellt
audit-prompt-create = Vorlage geteilt
audit-prompt-update = Geteilte Vorlage geändert
audit-prompt-delete = Geteilte Vorlage gelöscht
audit-chat-import = Chats importiert
audit-trash-empty = Papierkorb geleert
audit-member-invite = In einen Chat eingeladen
audit-member-update = Rechte in einem Chat geändert
audit-member-remove = Aus einem Chat entfernt
audit-member-leave = Einen Chat verlassen
audit-field-token-limit = Monatslimit
audit-field-token-limit-this-period = Limit dieses Zeitraums
audit-field-tier = Tarif
audit-field-role = Rolle
audit-field-is-active = Aktiv
audit-field-email = E-Mail
audit-field-name = Name
audit-field-org-id = Organisation
audit-field-user-type = Art
audit-field-email-verified = E-Mail bestätigt
audit-field-expires-at = Läuft ab
audit-field-models = Modelle
audit-field-user-id = Wem er gehört
audit-field-user-ids = Personen darin
audit-field-entries = Gespeicherte Zählungen
audit-field-description = Wofür sie ist
audit-field-characters = Zeichen
audit-field-shared = Für alle
audit-field-source = Aus
audit-field-chats = Chats
audit-field-is-let-in = Ist dabei
audit-field-total-tokens-used = Verbrauchte Token
audit-by-browser = Browser
audit-by-api = API
audit-by-key = API-Schlüssel
audit-by-cli = Kommandozeile
audit-yes = ja
audit-no = nein
audit-changed = { $field }: { $before } → { $after }

## Admin: feedback

admin-feedback = Rückmeldungen
feedback-subtitle = Was Personen von Antworten halten.
feedback-models = Modelle
feedback-models-hint = Antworten, die jetzt gefallen oder nicht gefallen, in allen Chats.
feedback-model = Modell
feedback-likes = Gefällt
feedback-dislikes = Gefällt nicht
feedback-liked = Zuspruch
feedback-nothing = Noch hat niemand eine Antwort bewertet.
feedback-said = Warum Antworten nicht gefielen
feedback-said-hint = Die neuesten zuerst. Aus den Chats ist nichts zu sehen, nur was hier geschrieben wurde.
feedback-nothing-said = Noch hat niemand gesagt, warum.
feedback-when = Wann
feedback-who = Wer
feedback-why = Warum
feedback-own-words = In eigenen Worten

## Installed app and offline

offline-title = Tally ist nicht erreichbar
offline-text = Vielleicht bist du offline, oder der Server läuft nicht. Deine Chats sind dort sicher: Nichts Gesendetes geht verloren.
offline-retry = Noch einmal versuchen

## What commands answer

command-command = Befehl
command-does = was er tut
command-does-help = zeigt diese Liste
command-does-usage = sagt, was von deinem Token-Budget übrig ist
command-does-image = zeichnet ein Bild von dem, was du schreibst; kostet Token
command-does-model = wählt das Modell dieses Chats
command-does-title = benennt diesen Chat
command-does-system = legt fest, was dem Modell in diesem Chat zuerst gesagt wird; allein: wieder das Übliche
command-does-export = gibt dir diesen Chat als Datei
command-takes-name = NAME
command-takes-text = TEXT
command-cost-nothing = Befehle kosten keine Token, außer `/image`.
command-your-prompts = Deine Vorlagen: { $names }.
command-is-prompt = `/{ $name }` ist eine Vorlage; sende ihren Text, um sie zu benutzen:
command-unknown = Diesen Befehl kenne ich nicht. Es gibt diese:
command-usage = Du hast **{ $used }** von { $limit } Token verbraucht ({ $percent }); **{ $left }** sind übrig. Dein Budget beginnt neu am { $day }.
command-model-chosen = Dieser Chat spricht jetzt mit **{ $model }**.
command-model-choices = Dieser Chat spricht mit `{ $model }`. Zur Wahl stehen { $models }.
command-image-empty = Schreib hinter den Befehl, was gezeichnet werden soll: `/image Ein Fuchs im Schnee`
command-title-empty = Schreib den Namen hinter den Befehl: `/title Urlaub`
command-title-temporary = Ein temporärer Chat hat keinen Namen.
command-title-set = Dieser Chat hat seinen neuen Namen.
command-system-set = Von jetzt an wird dem Modell in diesem Chat zuerst das gesagt.
command-system-usual = Von jetzt an wird dem Modell zuerst das Übliche gesagt.
command-export = Nimm diesen Chat mit: { $links }.

## Members of chats
members-button = Mitglieder
members-title = Personen in diesem Chat
members-text = Wer eine Nachricht sendet, bezahlt die Antwort.
members-text-owner = Sie sehen ihn ganz, von Anfang an. Wer eine Nachricht sendet, bezahlt die Antwort.
members-owner = Eigentümer:in
members-editor = Kann schreiben
members-viewer = Kann lesen
members-you = { $name } (du)
members-email = E-Mail
members-role = Darf
members-role-of = Was { $name } darf
members-invite = Einladen
members-invite-hint = Nur wer in deiner Organisation ein Konto hat, kommt dazu, und zwar sofort. Eine E-Mail wird nicht verschickt.
members-invited = { $email } eingeladen
members-changed = { $name }: { $role }
members-remove = { $name } entfernen
members-removed = { $name } ist nicht mehr in diesem Chat
members-leave = Chat verlassen
members-leave-sure = Du siehst diesen Chat dann nicht mehr. Nur wem er gehört, kann dich wieder einladen. Drück noch einmal, um ihn zu verlassen.
members-came = { $name } ist dazugekommen
members-left = { $name } ist gegangen
members-taken-out = { $name } wurde entfernt
members-only-read = Du kannst hier mitlesen. Zum Schreiben frag, wem der Chat gehört.
members-only-read-archived = Dieser Chat wurde archiviert. Du kannst ihn weiterhin lesen.

## Errors: said in English by the server, looked up by their words; ids begin with `error-`

error-something = Etwas ging schief
error-ours = Bei uns ging etwas schief
error-unavailable = Der Dienst ist gerade nicht verfügbar; versuch es gleich noch einmal
error-database-away = Die Datenbank antwortet nicht; versuch es gleich noch einmal
error-redis-away = Redis antwortet nicht; versuch es gleich noch einmal
error-restarting = Der Server startet neu; versuch es gleich noch einmal
error-restarted = Der Server wurde neu gestartet; was ankam, ist gespeichert
error-stream-failed = Ein Fehler bei uns hat die Antwort abgeschnitten; was ankam, ist gespeichert
error-malformed = Die Anfrage ist nicht richtig aufgebaut
error-too-large = Die Anfrage ist größer als 64 KiB
error-not-in-time = Die Anfrage kam nicht in der vorgesehenen Zeit
error-method = Diese Methode ist hier nicht erlaubt
error-other-site = Diese Anfrage kam von einer anderen Seite
error-idempotency = Dieser Idempotency-Key wurde für eine andere Anfrage benutzt
error-sign-in-first = Melde dich zuerst an
error-wrong-credentials = E-Mail oder Passwort ist falsch
error-wrong-password = Das jetzige Passwort ist falsch
error-code-needed = Gib den Code deiner Authentifizierungs-App ein oder einen deiner Wiederherstellungscodes
error-code-wrong = Dieser Code ist falsch oder wurde schon benutzt; warte auf den nächsten
error-code-wrong-clock = Dieser Code ist falsch; prüfe die Uhr deines Geräts
error-app-is-there = Es ist schon eine Authentifizierungs-App eingerichtet; entferne sie zuerst
error-app-is-not-there = Es ist keine Authentifizierungs-App eingerichtet
error-prove-again = Melde dich zuerst ab und wieder an, damit sicher ist, dass du es bist
error-admins-second-factor = Admins melden sich hier mit einem zweiten Faktor oder einem Passkey an; richte einen in den Einstellungen ein
error-ticket = Das hat zu lange gedauert oder war schon erledigt; fang noch einmal an
error-passkeys-full = Ein Konto darf { $count } Passkeys haben; entferne zuerst einen
error-passkey-of-others = Diesen Passkey wollte jemand anderes anlegen
error-passkey-refused = Dieser Passkey ließ sich nicht prüfen; versuch es noch einmal oder melde dich anders an
error-passkey-is-there = Dieser Passkey ist schon da
error-passkey-gone = Diesen Passkey gibt es nicht
error-passkey-unknown = Dieser Passkey ist hier nicht bekannt; vielleicht wurde er entfernt
error-passkeys-for-pages = Passkeys sind für Seiten
error-only-way-in = Das ist der einzige Weg in dein Konto; setze zuerst ein Passwort
error-no-mail = Dieser Server verschickt keine E-Mails; bitte einen Admin um einen Link
error-password-worst = Dieses Passwort gehört zu denen, die zuerst geraten werden; nimm ein anderes
error-account-off = Dieses Konto ist abgeschaltet; wende dich an einen Admin
error-registration-closed = Die Registrierung ist geschlossen; bitte einen Admin um ein Konto
error-email-taken = Ein Konto mit dieser E-Mail-Adresse, oder mit einer, die genauso aussieht, gibt es schon
error-email = Diese E-Mail-Adresse geht nicht: { $why }
error-name-length = Der Name muss 1 bis { $count } Zeichen haben
error-language = Die Sprache muss eine von { $languages } sein
error-password-short = Das Passwort muss mindestens { $count } Zeichen haben
error-password-long = Das Passwort darf höchstens { $count } Zeichen haben
error-password-signs = Das Passwort darf weder NUL noch ein halbes Zeichen enthalten
error-password-link = Dieser Link wurde benutzt, ersetzt oder ist abgelaufen; bitte um einen neuen
error-too-many-requests = Zu viele Anfragen; warte einen Moment
error-too-many-requests-seconds = Zu viele Anfragen; versuch es in { $seconds } s noch einmal
error-too-many-requests-minute = Zu viele Anfragen; versuch es in einer Minute noch einmal
error-too-many-requests-minutes = Zu viele Anfragen; versuch es in { $minutes } Minuten noch einmal
error-too-many-sign-ins-seconds = Zu viele falsche Anmeldungen; versuch es in { $seconds } s noch einmal
error-too-many-sign-ins-minute = Zu viele falsche Anmeldungen; versuch es in einer Minute noch einmal
error-too-many-sign-ins-minutes = Zu viele falsche Anmeldungen; versuch es in { $minutes } Minuten noch einmal
error-too-many-guesses-seconds = Zu oft falsch geraten; versuch es in { $seconds } s noch einmal
error-too-many-guesses-minute = Zu oft falsch geraten; versuch es in einer Minute noch einmal
error-too-many-guesses-minutes = Zu oft falsch geraten; versuch es in { $minutes } Minuten noch einmal
error-too-many-links-seconds = Zu oft um einen Link gebeten; versuch es in { $seconds } s noch einmal
error-too-many-links-minute = Zu oft um einen Link gebeten; versuch es in einer Minute noch einmal
error-too-many-links-minutes = Zu oft um einen Link gebeten; versuch es in { $minutes } Minuten noch einmal
error-session-too-often-seconds = Diese Sitzung wurde zu oft abgefragt; versuch es in { $seconds } s noch einmal
error-session-too-often-minute = Diese Sitzung wurde zu oft abgefragt; versuch es in einer Minute noch einmal
error-session-too-often-minutes = Diese Sitzung wurde zu oft abgefragt; versuch es in { $minutes } Minuten noch einmal
error-forbidden = Das darfst du nicht
error-needs-person = Dafür muss sich jemand angemeldet haben; ein API-Schlüssel genügt nicht
error-needs-admin = Das ist nur für Admins
error-other-organisation = Du gehörst nicht zu dieser Organisation
error-nothing-here = Hier ist nichts
error-cursor = `cursor` stammt nicht von dieser Liste
error-chat-gone = Diesen Chat gibt es nicht, er wurde gelöscht, oder du bist nicht mehr dabei
error-chat-id = Das ist keine Chat-ID
error-chat-of-somebody = Dieser Chat gehört jemand anderem
error-chat-archived = Dieser Chat ist archiviert; hol ihn zuerst zurück
error-chat-limit = Für einen weiteren Chat ist kein Platz; lösche oder archiviere zuerst einen
error-chat-limit-one = Du hast { $used } Chats, und dein Tarif hat Platz für { $limit }; lösche oder archiviere zuerst einen
error-chat-limit-some = Du hast { $used } Chats, und dein Tarif hat Platz für { $limit }; lösche oder archiviere zuerst einige
error-chat-moved-on = Dieser Chat ging anderswo weiter; lade ihn neu und sende noch einmal
error-chat-deleted-by = { $name } hat diesen Chat gelöscht
error-chat-rename-owner = Nur wem dieser Chat gehört, kann ihn umbenennen
error-chat-set-up-owner = Nur wem dieser Chat gehört, kann Modell und Einstellungen wählen
error-chat-archive-owner = Nur wem dieser Chat gehört, kann ihn archivieren
error-chat-delete-owner = Nur wem dieser Chat gehört, kann ihn löschen oder wiederherstellen
error-chat-invite-owner = Nur wem dieser Chat gehört, bestimmt, wer dabei ist
error-chat-take-out-owner = Nur wem dieser Chat gehört, kann jemanden entfernen
error-chat-share-owner = Nur wem dieser Chat gehört, kann ihn per Link teilen
error-chat-costs-owner = Nur wem dieser Chat gehört, sieht, was jede Person hier ausgegeben hat
error-chat-read-only-member = Du kannst diesen Chat lesen, aber nicht darin schreiben
error-member-gone = Diese Person ist nicht in diesem Chat
error-member-self = Du bist schon in diesem Chat: Er gehört dir
error-member-owner-stays = Wem ein Chat gehört, dem gehört er weiterhin
error-member-owner-leaves = Dieser Chat gehört dir: Lösch ihn, oder entferne die anderen
error-member-temporary = Ein temporärer Chat ist für dich allein
error-member-no-room = In diesem Chat ist kein Platz für eine weitere Person
error-member-room = Ein Chat hat neben der Person, der er gehört, Platz für { $most } weitere
error-edit-own-only = Du kannst nur bearbeiten, was du selbst geschrieben hast
error-title-empty = Der Titel ist leer
error-title-long = Der Titel darf höchstens { $count } Zeichen haben
error-system-prompt-long = Die Systemanweisung darf höchstens { $count } Zeichen haben
error-folder-gone = Diesen Ordner gibt es nicht
error-folder-name = Der Name eines Ordners hat 1 bis { $count } Zeichen
error-message-gone = Diese Nachricht gibt es nicht
error-message-length = Eine Nachricht muss zwischen 1 und { $count } Zeichen haben
error-message-not-yours = Nur deine eigenen Nachrichten lassen sich bearbeiten
error-command-again = Befehle gehören nicht zum Gespräch mit einem Modell; sende ihn einfach neu
error-reply-only = Nur eine Antwort kann neu geschrieben werden
error-reaction-only = Nur Antworten lassen sich bewerten
error-reason-long = Höchstens { $count } Zeichen dürfen sagen, warum
error-reason-dislike = Gründe gibt es nur, wenn etwas nicht gefällt
error-reply-running = In diesem Chat wird noch eine Antwort geschrieben; halte sie an oder warte
error-prompt-empty = Die Eingabe hat keine Nachricht, die zu beantworten wäre
error-prompt-long = Die Eingabe ist länger als das Fenster des Modells
error-session-gone = Diese Sitzung gibt es nicht
error-session-expired = Diese Sitzung ist abgelaufen; beginne eine neue
error-session-of-somebody = Diese Sitzung gehört jemand anderem
error-asked-before = Dieser Idempotency-Key wurde in den letzten 24 Stunden benutzt; was geantwortet wurde, ist nirgends gespeichert und kann nicht noch einmal gegeben werden
error-idempotency-length = Idempotency-Key muss 1 bis { $count } Zeichen haben
error-budget-used = Dein Token-Budget ist aufgebraucht
error-budget-message-reply = Diese Nachricht braucht bis zu { $tokens } Token und mindestens { $reply } für eine Antwort; dein Budget hat noch { $left }
error-budget-message = Diese Nachricht braucht bis zu { $tokens } Token; dein Budget hat noch { $left }
error-budget-message-reply-key = Diese Nachricht braucht bis zu { $tokens } Token und mindestens { $reply } für eine Antwort; das Budget dieses Schlüssels hat noch { $left }
error-budget-message-key = Diese Nachricht braucht bis zu { $tokens } Token; das Budget dieses Schlüssels hat noch { $left }
error-budget-message-reply-organisation = Diese Nachricht braucht bis zu { $tokens } Token und mindestens { $reply } für eine Antwort; das Budget deiner Organisation hat noch { $left }
error-budget-message-organisation = Diese Nachricht braucht bis zu { $tokens } Token; das Budget deiner Organisation hat noch { $left }
error-budget-less-organisation = Das Budget deiner Organisation hat weniger als { $tokens } Token übrig
error-budget-less = Dein Budget hat weniger als { $tokens } Token übrig
error-budget-less-key = Das Budget dieses Schlüssels hat weniger als { $tokens } Token übrig
error-model-unknown = Ein Modell namens „{ $model }“ gibt es nicht
error-model-embeds = { $model } ist für Embeddings, nicht für Chats
error-model-chats = { $model } ist für Chats, nicht für Embeddings
error-model-plan = Dieses Modell gehört nicht zu deinem Tarif
error-model-other-plan = { $model } gehört nicht zum Tarif { $plan }; wähle ein anderes Modell
error-model-no-plan = { $model } gehört nicht zum Tarif { $plan }
error-model-not-set-up = Dieses Modell ist auf diesem Server nicht eingerichtet; wähle ein anderes
error-model-not-for-key = Dieser API-Schlüssel gilt nicht für { $model }; er gilt für { $others }
error-parameters = Parameter: { $name }: { $why }
error-provider = Beim Anbieter des Modells gab es einen Fehler
error-provider-busy = Der Anbieter des Modells ist an seiner Grenze; warte einen Moment
error-provider-overloaded = Der Anbieter des Modells ist überlastet; versuch es gleich noch einmal oder wähle ein anderes Modell
error-provider-quota = Das Guthaben dieses Servers beim Anbieter des Modells ist aufgebraucht; wähle ein anderes Modell oder bitte einen Admin, dort nach Tarif und Abrechnung zu sehen
error-provider-key = Der Anbieter des Modells hat den Schlüssel dieses Servers abgewiesen; ein Admin sollte ihn prüfen
error-provider-model = Der Anbieter kennt dieses Modell nicht, oder seine Adresse ist falsch; wähle ein anderes oder bitte einen Admin, den Katalog zu prüfen
error-provider-window = Dieses Gespräch ist länger als das Fenster des Modells; kürze die Nachricht, beginne einen neuen Chat oder wähle ein Modell mit größerem Fenster
error-provider-size = Die Anfrage ist größer, als der Anbieter sie annimmt; kürze die Nachricht oder beginne einen neuen Chat
error-provider-file = Der Anbieter des Modells konnte eine Datei dieser Unterhaltung nicht lesen: Vielleicht ist sie beschädigt, gesperrt oder von einer Art, die er nicht nimmt. Entferne die Datei oder wähle ein anderes Modell
error-provider-file-size = Eine Datei dieser Unterhaltung ist größer, als der Anbieter des Modells sie nimmt, oder es sind zu viele; schick weniger oder kleinere, oder wähle ein anderes Modell
error-provider-parameter = Das Modell nimmt einen der gesendeten Parameter nicht; wähle ein anderes oder bitte einen Admin, die Grenzen im Katalog zu prüfen
error-provider-silent = Der Anbieter des Modells hat nicht rechtzeitig geantwortet
error-picture-goes-on = Ein Bild lässt sich nicht fortsetzen; bitte stattdessen um ein neues
error-provider-no-picture = Das Modell hat ohne Bild geendet; versuch es noch einmal oder wähle ein anderes Modell
error-provider-bad-picture = Das Modell hat ein Bild geschickt, das sich nicht lesen lässt
error-provider-cut = Der Anbieter des Modells hat die Antwort abgeschnitten
error-provider-rejected = Der Anbieter des Modells hat die Anfrage abgelehnt; ein Admin findet Status und Code im Log
error-provider-declined = Das Modell hat die Antwort aus Sicherheitsgründen abgelehnt; versuch es anders zu sagen
error-no-answer = Das Modell endete ohne Antwort; versuch es noch einmal oder wähle ein anderes Modell
error-no-answer-in-time = Das Modell hat die längste erlaubte Antwort ohne Ergebnis verbraucht; versuch es noch einmal oder wähle ein anderes
error-key-revoked = Dieser API-Schlüssel wurde widerrufen; leg einen neuen an
error-key-unknown = Dieser API-Schlüssel ist hier nicht bekannt; prüfe, ob er ganz kopiert wurde
error-key-owner-off = Das Konto zu diesem API-Schlüssel ist abgeschaltet; wende dich an einen Admin
error-key-expired = Dieser API-Schlüssel ist am { $moment } UTC abgelaufen; leg einen neuen an
error-key-gone = Diesen API-Schlüssel gibt es nicht
error-key-limit = Du hast so viele API-Schlüssel, wie ein Konto haben darf; widerrufe zuerst einen
error-key-limit-count = Du hast { $count } API-Schlüssel, mehr dürfen es nicht sein; widerrufe zuerst einen
error-cap-between = Eine Obergrenze liegt zwischen 0 und { $most } Token
error-cap-used = Dieser Schlüssel hat diesen Monat { $tokens } Token verbraucht oder reserviert; niedriger kann die Obergrenze nicht sein
error-cap-whole = Eine Obergrenze ist eine ganze Zahl von Token, etwa 50.000
error-expiry-past = `expires_at` muss in der Zukunft liegen
error-expiry-year = `expires_at` liegt in keinem Jahr, das sich schreiben lässt
error-expiry-choose = Wähle den letzten Tag, an dem er gilt
error-expiry-over = Wähle einen Tag, der noch nicht vorbei ist
error-key-models = `models` nennt kein Modell; lass es weg oder sende null für alle
error-user-gone = Diese Person gibt es nicht
error-user-unknown = Diese Person gibt es nicht
error-organisation-gone = Diese Organisation gibt es nicht
error-organisation-unknown = Diese Organisation gibt es nicht
error-organisation-id = `org_id`: Diese Organisation gibt es nicht
error-column-unknown = Diese Spalte gibt es nicht
error-choose-offered = Wähle einen der angebotenen Werte
error-limit-between = Ein Token-Limit liegt zwischen 0 und { $most }
error-limit-whole = Ein Token-Limit ist eine ganze Zahl von Token
error-last-admin = Das ist der letzte aktive Admin; mach zuerst jemand anderen zum Admin
error-email-unknown = Kein Konto hat die E-Mail-Adresse { $email }
error-range-order = `from` darf nicht nach `to` liegen
error-range-long = Ein Bericht umfasst höchstens zehn Jahre
error-range-years = `{ $field }` muss zwischen 2000 und 2999 liegen
error-range-date = `{ $field }` muss ein Datum wie 2026-01-31 sein
error-group-by = `group_by` ist day, user, model, org oder key
error-import-running = Du importierst gerade eine andere Datei; warte, bis das fertig ist
error-import-no-json = { $place }: Das ist kein JSON, wie es Exporte von Chats sind
error-import-json = { $place }: Das ist kein gültiges JSON
error-import-deep = { $place }: Das ist zu tief verschachtelt
error-import-goes-on = { $place }: Das geht hinter seinem Ende weiter; es ist kein JSON
error-import-cut = { $place }: Das endet mittendrin; es wurde abgeschnitten
error-import-utf8 = { $place }: Das ist nicht in UTF-8 geschrieben
error-import-large = { $place }: Das ist größer als { $count } MiB
error-import-unpacked = Entpackt ist die Datei größer, als hier gelesen werden darf
error-import-built = { $place } ist nicht aufgebaut, wie es sein sollte: { $what }
error-import-other-app = { $place }: Das ist aus einer anderen App als das davor
error-import-unknown = Das ist kein Export von ChatGPT, Claude, Open WebUI, LibreChat, HuggingFace chat-ui oder Tally, der hier gelesen werden kann
error-import-no-chat = In dieser Datei ist kein Chat
error-import-zip-broken = Das Zip ist beschädigt; lade den Export noch einmal herunter
error-import-zip-locked = Das Zip ist mit einem Passwort gesperrt oder auf eine hier unbekannte Art gepackt; entpacke es und wähle das JSON darin
error-import-zip-in-zip = In diesem Zip ist ein Zip; entpacke es und wähle das innere
error-import-zip-empty = In diesem Zip ist keine conversations.json und auch kein anderes JSON
error-import-zip-many = Das Zip hat zu viele Dateien; nimm conversations.json heraus
error-import-gone = Diesen Import gibt es nicht
error-import-given-up = Der Import wurde inzwischen aufgegeben
error-import-broken-off = Der Import wurde abgebrochen, und nichts davon ist da; versuch es noch einmal
error-import-file-cut = Die Datei wurde abgeschnitten
error-import-file-large = Die Datei hat mehr als { $count } MiB
error-import-one-file = Sende eine Datei und nichts daneben
error-import-no-file = Im Formular ist keine Datei
error-import-format = Die Datei ist kein Export von Chats, der hier gelesen werden kann
error-model-lacks-input = Dieses Modell nimmt solche Dateien nicht an; wähle ein anderes
error-model-lacks-file = { $model } nimmt { $name } nicht an; wähle eines von diesen: { $others }
error-no-model-takes = { $model } nimmt { $name } nicht an; entferne die Datei
error-files-together = { $model } nimmt höchstens { $count } MiB auf einmal an; entferne einige der Dateien
error-file-of-message-gone = Eine Datei dieser Nachricht ist nicht mehr da; entferne sie und sende die Nachricht neu
error-command-files = Befehle nehmen keine Dateien an; entferne sie oder schreibe etwas anderes
error-again-files = Eine Nachricht, die noch einmal beantwortet wird, behält ihre Dateien
error-recording-long = Eine Aufnahme darf höchstens { $count } Minuten lang sein
error-recording-none = Das ist keine Aufnahme; gehört werden WAV, MP3, OGG, FLAC und WebM
error-recording-kind = { $model } nimmt keine Aufnahmen dieser Art; sende WAV oder MP3
error-no-transcriber = Auf diesem Server ist kein Modell eingerichtet, das Aufnahmen aufschreibt
error-no-reader = Auf diesem Server ist kein Modell eingerichtet, das vorliest
error-nothing-to-read = In dieser Antwort gibt es nichts vorzulesen
error-only-replies-read = Vorgelesen werden nur Antworten
error-reply-unfinished = Diese Antwort wird noch geschrieben; warte, bis sie fertig ist
error-cut-off = Ein Fehler bei uns hat es abgebrochen; versuche es noch einmal
error-language-heard = `language`: nenne eine wie de, en oder pt-BR
error-storage-full = Deine Dateien belegen den ganzen Platz, den es für sie gibt; lösche zuerst einige
error-file-gone = Diese Datei gibt es nicht, oder sie wurde gelöscht
error-file-large = Die Datei ist zu groß
error-file-kind = Dateien dieser Art lassen sich hier nicht verwenden
error-file-empty = Die Datei ist leer
error-file-pictures = Von Bildern lassen sich hier nur PNG, JPEG, WebP und GIF verwenden
error-file-recordings = Von Aufnahmen lassen sich hier nur WAV, MP3, OGG, FLAC und WebM verwenden
error-file-film = Filme lassen sich hier nicht verwenden
error-file-old-office = Diese Datei ist von einem alten Office oder mit einem Passwort gesperrt; speichere sie ohne Passwort als docx, xlsx oder pptx
error-file-pdf-locked = Dieses PDF ist mit einem Passwort gesperrt; speichere es ohne Passwort
error-file-pdf-locked-otherwise = Dieses PDF ist auf eine Weise gesperrt, die hier nicht bekannt ist
error-file-pdf-broken = Dieses PDF ist beschädigt
error-file-pdf-no-pages = Dieses PDF hat keine Seiten
error-file-pdf-pages = Dieses PDF hat mehr als { $count } Seiten
error-file-pdf-large = In diesem PDF ist mehr, als hier gelesen werden kann
error-file-office-broken = Diese Office-Datei ist beschädigt
error-file-office-locked = Diese Office-Datei ist mit einem Passwort gesperrt; speichere sie ohne Passwort
error-file-zip = Ein Zip lässt sich hier nicht verwenden; schicke die Dateien daraus
error-file-office-others = Von Office-Dateien lassen sich hier nur docx, xlsx und pptx verwenden
error-file-office-large = In dieser Office-Datei ist mehr, als hier gelesen werden kann
error-file-recording-cut = Diese Aufnahme ist abgeschnitten
error-file-recording-silent = In dieser Aufnahme ist nichts zu hören
error-file-recording-broken = Diese Aufnahme ist beschädigt
error-file-slow = Diese Datei zu lesen braucht mehr Zeit oder Speicher, als es gibt
error-file-broken = Diese Datei ist beschädigt
error-file-took-long = Die Datei zu sichern hat zu lange gedauert; sende sie noch einmal
error-file-no-small-picture = Zu dieser Datei gibt es kein kleines Bild
error-files-away = Der Ort, an dem Dateien liegen, antwortet nicht; versuche es gleich noch einmal
error-files-disk = Die Platte des Servers nimmt gerade nichts mehr auf; versuche es später noch einmal
error-files-full = Deine Dateien belegen { $used } von { $limit } MiB, und für diese ist kein Platz; lösche zuerst einige
error-files-many = Eine Nachricht darf höchstens { $count } Dateien haben
error-files-twice = Jede Datei kann nur einmal in einer Nachricht stehen
error-picture-broken = Das Bild ist beschädigt oder wurde abgeschnitten; sende es noch einmal
error-picture-pixels = Das Bild hat mehr als { $count } Millionen Pixel
error-prompt-name-taken = Eine Vorlage mit diesem Namen gibt es schon
error-prompt-gone = Diese Vorlage gibt es nicht
error-prompt-name = Der Name einer Vorlage hat 1 bis { $count } Buchstaben, Ziffern, „-“ oder „_“
error-prompt-command = /{ $name } ist ein Befehl der App; wähle einen anderen Namen
error-prompt-length = Eine Vorlage hat 1 bis { $count } Zeichen
error-prompt-description = Eine Beschreibung hat höchstens { $count } Zeichen
error-prompts-full = Es gibt { $count } Vorlagen; lösche zuerst eine
error-prompt-called = Eine Vorlage namens /{ $name } gibt es schon
error-compare-budget = { $count } Modelle zugleich zu fragen braucht mindestens { $tokens } Token; dein Budget hat noch { $left }
error-compare-budget-key = { $count } Modelle zugleich zu fragen braucht mindestens { $tokens } Token; das Budget dieses Schlüssels hat noch { $left }
error-compare-budget-organisation = { $count } Modelle zugleich zu fragen braucht mindestens { $tokens } Token; das Budget deiner Organisation hat noch { $left }
error-continue-model = Nur die Antwort eines Modells lässt sich fortsetzen
error-continue-whole = Diese Antwort ist vollständig oder hat noch keine Wörter: Es gibt nichts hinzuzufügen
error-continue-long = Diese Antwort ist zu lang, als dass { $model } sie fortsetzen könnte
error-compare-same = Wähle zwei verschiedene Modelle zum Vergleichen
error-compare-command = Befehle beantwortet die App selbst; da gibt es nichts zu vergleichen
error-temporary-chat = Ein temporärer Chat hat keinen Namen und keinen Platz in der Liste

## Links to chats

audit-share-create = Link zu einem Chat erstellt
audit-share-update = Link zu einem Chat geändert
audit-share-revoke = Link zu einem Chat widerrufen
audit-field-include-costs = Mit Kosten
audit-field-include-names = Mit Namen
header-share = Teilen
share-title = Diesen Chat per Link teilen
share-text-public = Wer den Link hat, kann den Chat lesen, wie er jetzt ist. Was du später sagst, kommt erst dazu, wenn du ihn aktualisierst.
share-text-organisation = Angemeldete aus deiner Organisation, die den Link haben, können den Chat lesen, wie er jetzt ist. Was du später sagst, kommt erst dazu, wenn du ihn aktualisierst.
share-link = Link
share-copy = Link kopieren
share-as-of = Stand: { $moment }
share-ends = endet { $moment }
share-over = endete { $moment }
share-with-costs = mit Kosten
share-with-names = mit Namen
share-update = Aktualisieren
share-update-hint = Den Chat zeigen, wie er jetzt ist
share-revoke = Widerrufen
share-another = Noch ein Link
share-names = Alle nennen, die geschrieben haben, nicht nur mich
share-costs = Zeigen, was jede Antwort gekostet hat
share-life = Er endet
share-life-open = Wenn ich ihn widerrufe
share-make = Link erstellen
share-made = Der Link ist da
share-updated = Der Link zeigt den Chat, wie er jetzt ist
share-revoked = Der Link zeigt nichts mehr
links-title = Geteilte Links
links-hint-public = Seiten, die einen Chat so zeigen, wie er war, und zwar allen, die den Link haben.
links-hint-organisation = Seiten, die einen Chat so zeigen, wie er war, und zwar denen aus deiner Organisation, die den Link haben.
links-none = Kein Chat ist per Link geteilt. Teile einen über sein Menü.
links-chat = Chat
links-views = Aufrufe
links-as-of = Stand
links-ends = Endet
links-over = Beendet
links-deleted = { $title } (im Papierkorb)
links-update-one = Link zu { $title } aktualisieren
links-revoke-one = Link zu { $title } widerrufen
links-revoke-title = Diesen Link widerrufen?
links-revoke-text = Niemand kann „{ $title }“ mehr darüber lesen. Das lässt sich nicht rückgängig machen.
share-views = { $count ->
    [one] { $count } Aufruf
   *[other] { $count } Aufrufe
}
share-life-days = { $count ->
    [one] Nach einem Tag
   *[other] Nach { $count } Tagen
}
shown-by = Geteilt von { $name }
shown-taken = Stand: { $moment }
shown-continue = In meinem eigenen Chat weitermachen
shown-continue-hint = Eine eigene Kopie. Was du dort sendest, zahlt dein Budget.
shown-sign-in = Anmelden und im eigenen Chat weitermachen
shown-own = Das ist dein Link. So sehen andere die Seite.
shown-open = Chat öffnen
shown-someone = Eine andere Person
shown-one-of-several = Eine andere Person ({ $number })
shown-assistant = Assistent
shown-stopped = Hier gestoppt
shown-cut = Hier abgebrochen
shown-total = Alle Antworten auf dieser Seite
shown-code = Code
shown-table = Tabelle
shown-picture = Bild auf { $host }
shown-picture-of = Bild auf { $host }: { $what }
shown-empty = Auf dieser Seite gibt es nichts zu lesen.
shown-untitled = Chat
shown-nothing = Hier wird nichts gezeigt
shown-nothing-words = Der Link stimmt nicht, ist abgelaufen oder wurde zurückgenommen.
shown-refused = Das hat nicht geklappt
shown-back = Zurück zur Seite
error-link-gone = Hier ist nichts, oder es wird nicht mehr gezeigt
error-link-revoked = Diesen Link gibt es nicht, oder er wurde widerrufen
error-link-temporary = Ein temporärer Chat kann nicht geteilt werden
error-link-many = Ein Chat kann höchstens { $count } Links haben; widerrufe erst einen
error-link-over = Der Tag, an dem der Link endet, muss noch kommen
error-link-empty = In diesem Chat gibt es noch nichts, was ein Link zeigen könnte
error-link-nothing-to-continue = Auf dieser Seite ist nichts, womit man weitermachen könnte
error-wrong-links-seconds = Zu viele Links, die nichts zeigen; versuche es in { $seconds } s noch einmal
error-wrong-links-minute = Zu viele Links, die nichts zeigen; versuche es in einer Minute noch einmal
error-wrong-links-minutes = Zu viele Links, die nichts zeigen; versuche es in { $minutes } Minuten noch einmal

## Grenzen

error-chat-full = Dieser Chat hat so viele Nachrichten, wie ein Chat haben darf; mach in einem neuen weiter
error-turns-at-once = Für dich werden gerade { $count } Antworten geschrieben, mehr gehen nicht zugleich; warte auf eine
error-streams-at-once = Du hörst { $count } Streams, mehr gehen nicht zugleich; schließe erst einige
error-pdf-at-once = Für dich wird gerade ein anderes PDF geschrieben; warte darauf
error-pdf-too-long = Diesen Chat als PDF zu schreiben braucht mehr Zeit oder Speicher, als da ist
error-search-long = Eine Suche darf höchstens { $count } Zeichen haben

## Waiting in line, and who pays

line-title = Warteschlange
line-after = Nach der Antwort für { $name }
line-after-mine = Nach deiner Antwort
line-soon = Als Nächstes
line-place = Nummer { $position } in der Reihe
line-you = Du
line-regenerate = Eine andere Antwort
line-continue = Der Rest einer Antwort
line-files = Dateien
line-refused = Nicht gesendet
line-write-again = Neu schreiben
line-discard = Verwerfen
line-more = Es warten noch mehr: { $count }
line-will-wait = Die Antwort für { $name } wird geschrieben; deine folgt danach
line-joined = Deine Nachricht wartet
line-stop = Antwort für { $name } anhalten
line-kept = Was du hier gesendet hast, kam nicht mehr an; hier sind deine Worte:
elsewhere = { $name } hat in einer anderen Version weitergeschrieben
elsewhere-show = Anzeigen
elsewhere-dismiss = Ausblenden
receipt-payer = Bezahlt von
receipt-payer-you = Dir
message-paid-by = Bezahlt von { $name }
message-paid-by-you = Von dir bezahlt
quote-payer = Du bezahlst
person-costs = Kosten pro Person
person-costs-person = Person
person-costs-exchanges = Austausche
person-costs-tokens = Tokens
person-costs-money = Kosten
person-costs-total = Summe
person-costs-none = Hier hat noch niemand etwas ausgegeben.
person-costs-note = Wer eine Nachricht sendet, bezahlt die Antwort.
error-send-taken-back = Diese Nachricht wurde zurückgenommen, bevor sie an der Reihe war
error-line-full = In diesem Chat warten schon { $count } Nachrichten; versuche es später noch einmal
error-stop-others = Nur wer um diese Antwort gebeten hat, oder wem der Chat gehört, kann sie anhalten
error-line-taken = Wem dieser Chat gehört, hat deine Nachricht aus der Reihe genommen
error-line-gone = Diese Nachricht wartet nicht mehr
error-line-others = Nur wer sie gesendet hat, oder wem der Chat gehört, kann sie herausnehmen

## Your own data

own-data-title = Deine Daten
own-data-hint = Alles, was über dich gespeichert ist, gehört dir: Nimm es mit oder lass es löschen.
own-data-take = Meine Daten herunterladen
own-data-take-hint = Ein Zip mit deinem Profil, deinen Chats, Dateien und Vorlagen und jedem Token, das dir berechnet wurde. Es entsteht, während es heruntergeladen wird.
own-data-kept = { $days ->
    [one] Chats, die einen Tag lang niemand anrührt, kommen in den Papierkorb und werden 30 Tage später gelöscht. Hefte an, was du behalten willst.
   *[other] Chats, die { $days } Tage lang niemand anrührt, kommen in den Papierkorb und werden 30 Tage später gelöscht. Hefte an, was du behalten willst.
}
own-data-kept-for-good = Chats bleiben, bis du sie löschst.
own-data-leaving = Diese gehen innerhalb einer Woche:
own-data-leaves = { $title }, am { $day }
own-data-untitled = Ein Chat ohne Titel
chat-leaves = Hier hat lange niemand geschrieben: Dieser Chat kommt am { $day } in den Papierkorb. Schreib etwas oder hefte ihn an, um ihn zu behalten.
own-data-close = Konto schließen
own-data-close-title = Dein Konto schließen?
own-data-close-text = Du wirst überall abgemeldet, deine Chats kommen in den Papierkorb, deine API-Schlüssel gelten nicht mehr, und du verlässt die Chats anderer. 30 Tage lang kann ein Administrator das Konto zurückholen. Danach werden dein Name, deine E-Mail-Adresse und alles gelöscht, was du in deinen Chats geschrieben hast. Dein Verbrauch bleibt in den Büchern, ohne deinen Namen.
own-data-password = Dein Passwort
own-data-code = Code deiner Authenticator-App oder ein Wiederherstellungscode
own-data-again = Noch einmal anmelden
own-data-close-for-good = Mein Konto schließen
takeout-readme =
    Das ist alles, was Tally über dich speichert.

    profile.json: dein Konto, wo du angemeldet warst, deine API-Schlüssel (ohne ihre Geheimnisse), Ordner und Rückmeldungen.
    conversations.json: deine Chats mit allen Fassungen. Tally kann dieses Zip wieder importieren.
    chats: dieselben Chats zum Lesen, wie du sie zuletzt gesehen hast.
    written-elsewhere.json: was du in Chats anderer geschrieben hast.
    prompts.json: deine Vorlagen.
    ledger.csv: jede Änderung an deinem Token-Budget.
    usage.csv: jeder Austausch, den du bezahlt hast, mit Token und Kosten (in Millionstel US-Dollar).
    activity.csv: was das Protokoll von deinen Handlungen verzeichnet.
    files: die Dateien, die du gesendet hast oder die Modelle für dich erstellt haben.

    Zeiten sind in UTC.

## Sign-in by a company's identity provider

auth-sign-in-with = Mit { $provider } anmelden
auth-or = oder
auth-refused-away = Die Anmeldung deiner Firma antwortet gerade nicht. Versuche es gleich noch einmal.
auth-refused-stale = Das hat zu lange gedauert oder wurde in einem anderen Tab begonnen. Versuche es noch einmal.
auth-refused-denied = Die Anmeldung wurde abgebrochen.
auth-refused-faulty = Was die Anmeldung deiner Firma geschickt hat, ist nicht vertrauenswürdig. Versuche es noch einmal oder frage einen Administrator.
auth-refused-unverified = Die Anmeldung deiner Firma bürgt nicht für deine E-Mail-Adresse. Frage einen Administrator.
auth-refused-unknown = Du hast hier kein Konto. Bitte einen Administrator um eines.
auth-refused-off = Dieses Konto ist abgeschaltet. Frage einen Administrator.
auth-refused-closed = Dieses Konto wurde geschlossen. Ein Administrator kann es 30 Tage lang zurückholen.
auth-refused-other = Du hast dich als jemand anderes angemeldet. Dein Konto ist, wie es war.
auth-account-closed = Dein Konto ist geschlossen. Ein Administrator kann es 30 Tage lang zurückholen.

## Admin: closed accounts

people-closed = Geschlossen
people-erased = Gelöscht
people-close = Konto schließen
people-close-title = Dieses Konto schließen?
people-close-text = { $email } wird überall abgemeldet, die Chats kommen in den Papierkorb, die API-Schlüssel gelten nicht mehr. Du kannst das Konto 30 Tage lang zurückholen; danach wird alles gelöscht, was sagt, wessen es war.
people-reopen = Zurückholen
people-reopened = { $email } ist zurück
audit-user-sync = Vom Identitätsanbieter geändert
audit-user-close = Konto geschlossen
audit-user-reopen = Konto zurückgeholt
audit-user-erase = Geschlossenes Konto gelöscht
audit-user-export = Alle eigenen Daten heruntergeladen
audit-identity-link = Zum ersten Mal über den Identitätsanbieter gekommen
audit-chat-expire = Chat in den Papierkorb gelegt, zu lange unberührt
audit-field-issuer = Identitätsanbieter
audit-field-days = Tage
error-takeout-running = Deine Daten werden schon gepackt; warte, bis das fertig ist
error-account-closed = Dieses Konto wurde geschlossen; ein Administrator kann es 30 Tage lang zurückholen
error-account-reopen = Dieses Konto wurde geschlossen; hole es stattdessen zurück
error-account-closed-for-good = Dieses Konto wurde vor mehr als 30 Tagen geschlossen; nichts bringt es zurück
error-passwords-off = Passwörter sind hier abgeschaltet; melde dich mit { $provider } an
error-no-identity-provider = Dieser Server hat keinen Identitätsanbieter
error-logout-token = Das ist kein Abmelde-Token des Identitätsanbieters
