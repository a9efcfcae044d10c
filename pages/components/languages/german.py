"""Deutsch: dieselben Namen wie in english.py, in derselben Ordnung."""

from collections.abc import Mapping, Sequence
from typing import Any

from elicitation.session import Answered
from models.catalogue import Words
from pages.components.languages.text import Title, sentence

APP = "Tenfold"
ASK = "Fragen"
MODELS = "Modelle"
MODELS_INTRO = (
    "Alle Verfahren nach einer Regel: Menschen, die keines je gesehen hat; vier Fünftel von dem, "
    "was sie mögen, sind bekannt, den Rest muss es unter allem finden. 1 wäre eine vollkommene "
    "erste Hundert."
)
DATA = "Daten"
QUALITY_TITLE = "Wie gut sie ordnen"
QUALITY_HOVER = (
    "NDCG@100 %{x:.3f}<br>gegen Beliebtheit %{customdata[0]}<br>gegen das beste %{customdata[1]}"
    "<extra></extra>"
)
COST_TITLE = "Was sie kosten"
COST = (
    "Links oben ist gut. Die Achsen sind logarithmisch; Beliebtheit kostet nichts und fehlt darum."
)
COSTS = {
    "fit and tune, s": "Sekunden zum Anpassen",
    "one person, ms": "Millisekunden für einen Menschen",
    "size, MiB": "Größe in MiB",
}
CLAIMS_TITLE = "Was die Theorie behauptet"
DIFFERENCE = "Unterschied im NDCG@100"
POOLING_TITLE = "Was es bringt, voneinander zu lernen"
POOLING = (
    "Dieselben Menschen, von denen nur so viel bekannt ist. Teilweises Bündeln sollte über beiden "
    "Enden liegen, am deutlichsten bei wenig; wo alle gemischt sind, gibt es nichts zu lernen."
)
REVEALED = "bekannte Vorlieben"
PICKS = "Für Sie"
UNCERTAINTY = "Was wir lernten"

START = "Fragen Sie mich"
UNKNOWN_SESSION = (
    "Dieser Link führt hier zu keiner Sitzung. Vielleicht wurde er beim Kopieren abgeschnitten, "
    "oder er gehört zu einem anderen Server. Beginnen Sie unten neu: Es sind zehn Antworten."
)
OTHER_DATASET = (
    "In dieser Sitzung ging es um einen anderen Katalog als den, der jetzt gezeigt wird. Die "
    "Antworten bleiben erhalten; für diesen Katalog beginnen Sie bitte unten neu."
)
NEEDS_SESSION = "Beantworten Sie erst ein paar Fragen: Diese Seite zeigt, was daraus folgt."
TO_QUESTIONS = "Zu den Fragen"
DAMAGED_SESSION = (
    "Die Antworten hinter diesem Link kann diese Fassung des Programms nicht lesen. Sie bleiben, "
    "wie sie sind; beginnen Sie bitte unten neu."
)
UNEXPECTED = (
    "Bei uns ist etwas schiefgegangen. Ihre Antworten sind aufgehoben: Laden Sie die Seite neu, "
    "dann geht es weiter, wo Sie waren."
)
NO_QUESTION_LEFT = "Es gibt nichts mehr zu fragen: Sie sind durch alles hindurch."

AGAIN = "Die Verbindung war kurz unterbrochen. Bitte wählen Sie noch einmal."

WHICH = "Was würden Sie lieber {use}?"
SAME = "Etwa gleich"
UNDO = "Zurück"
STOP = "Das reicht"
GO_ON = "Weiter fragen"
SEE_PICKS = "Zu Ihrer Liste"
READY = "Ihre Liste ist fertig"

LIST = "Ihre Liste bisher"
LIST_BEFORE = "Wo alle anfangen"
MATCH = (
    "Der Balken sagt, wie wahrscheinlich Sie das einem üblichen Liebling vorziehen; das Band "
    "zeigt, wie sicher das ist."
)
ALL_PICKS = "Die ganze Liste, mit Gründen"
PICKS_INTRO = "Nach Ihren Antworten gefunden unter {n} {items}. Was Sie kennen, fehlt."
PRIOR = "Was alle mögen, weiß"
PRIOR_HELP = (
    "Was vor Ihrer ersten Antwort bekannt ist, und wie jede Antwort auf andere Titel wirkt. Die "
    "Seite über Modelle zeigt, wie gut jedes von ihnen ordnet."
)
PRIORS = {
    "mult_vae": "gemeinsamer Geschmack (Mult-VAE)",
    "ease": "von Titel zu Titel (EASE)",
    "amp_cf": "mehrere Seiten eines Menschen (AMP-CF)",
    "coefficients": "gemeinsamer Geschmack, nur Ihre Antworten",
    "popularity": "Beliebtheit, nur Ihre Antworten",
}
TRUST = "Wie sehr Ihre Antworten zählen"
TRUST_HELP = (
    "Links steht, was die meisten wählen, rechts nur, was Sie sagten. Am Anfang steht der Regler "
    "dort, wo er bei Menschen mit bekanntem Geschmack am besten war."
)
CROWD_REASON = "was die meisten mögen"

CLOSER = "Warum gerade das"
BY_ANSWER = "Ihre Antworten"
BY_BASE = "Ihr Geschmack"
BY_CROWD = "Alle zusammen"
PULLS = (
    "In Logits gegen einen üblichen Liebling. Der Zug einer Antwort ist, was der Wert ohne sie "
    "verlöre; Antworten wirken zusammen, darum ergeben nur Geschmack und alle zusammen das Ganze."
)
MARKS = {"saved": "Merken", "seen": "Kenne ich", "hidden": "Nichts für mich"}
UNMARKS = {"saved": "Gemerkt", "seen": "Kenne ich doch nicht", "hidden": "Wieder zeigen"}
FILTER = "Filter"
GENRES = "Arten"
YEARS = "Jahre"
NOTHING_FOUND = "Zu diesen Filtern passt nichts. Machen Sie sie etwas weiter."
SAVED_TITLE = "Für später gemerkt"
ASIDE_TITLE = "Beiseitegelegt"

HELP = "Tasten"
KEYS = (
    ("← →", "links oder rechts wählen"),
    ("1 … 4", "wählen, wo es mehr als zwei sind"),
    ("↑ oder S", "etwa gleich"),
    ("↓ oder H", "kenne ich nicht"),
    ("U", "zurück"),
    ("?", "diese Hilfe"),
)

TASTE = "Ihr Geschmack"
TASTE_INTRO = (
    "Jede Linie ist eine Achse des Geschmacks, gelernt aus dem, was viele mochten, nicht von uns "
    "erdacht. Der Hügel sind alle, der Punkt sind Sie, im Band liegen Sie in 90 von 100 Fällen. "
    "Stimmt eine nicht? Sagen Sie es mit dem Regler: Er zählt wie ein paar Antworten, und die "
    "Mitte nimmt es zurück."
)
LEAN = "Diese Achse berichtigen"
LEANS = {
    3: "viel mehr hiervon",
    2: "mehr hiervon",
    1: "etwas mehr hiervon",
    0: "so, wie es ist",
    -1: "etwas mehr davon",
    -2: "mehr davon",
    -3: "viel mehr davon",
}

TOGETHER = "Zusammen"
TOGETHER_INTRO = (
    "Eine Liste für zwei oder mehr. Alle antworten auf dem eigenen Telefon; die Liste unten ist "
    "für alle und lässt weg, was irgendwer schon kennt."
)
GROUP_MAKE = "Jemanden einladen"
GROUP_CODE = "Oder geben Sie den Code ein, den Sie bekommen haben"
GROUP_JOIN = "Dazukommen"
NO_SUCH_GROUP = (
    "Diesen Code hat keine Gruppe. Er hat fünf Buchstaben und Ziffern: bitte prüfen Sie ihn."
)
GROUP_FULL = "Diese Gruppe ist voll. Machen Sie für die anderen eine neue."
SCAN = "Scannen Sie das, öffnen Sie den Link, oder geben Sie den Code unter „Zusammen“ ein:"
RULE = "Was zählt"
GROUP_RULES = {
    "average": ("Durchschnitt", "Im Mittel am besten: alle zählen gleich."),
    "least misery": ("Niemand leidet", "Am besten für den, dem es am wenigsten gefällt."),
    "most pleasure": ("Größte Freude", "Am besten für den, dem es am meisten gefällt."),
}
YOU, GUEST = "Sie", "Gast"

SHARE = "Teilen"
SHARE_TEXT = (
    "Ein Link, der Ihre Liste zeigt. Wer ihn hat, darf schauen, aber nicht für Sie antworten."
)
SHARE_MAKE = "Link machen"
SHARED = "Jemandes Liste"
NOT_SHARED = (
    "Dieser Link zeigt nichts: Er wurde beim Kopieren abgeschnitten, oder die Liste wurde gelöscht."
)
OWN_LIST = "Zu einer eigenen Liste"
PICTURE = "Bild"
PICTURE_FILE = "tenfold.png"
MY_DATA = "Ihre Daten"
MY_DATA_TEXT = "Alles, was über Sie gespeichert ist: Ihre Antworten, sonst nichts."
DELETE_TEXT = "Löschen lässt sich nicht zurücknehmen. Geteilte Links zeigen dann nichts mehr."
DELETE_SURE = "Ich bin sicher"
DELETE = "Alles über mich löschen"
DELETED = "Alles über Sie wurde gelöscht."

INTERVALS_TITLE = "Was wir über Ihren Geschmack glauben"
INTERVALS = (
    "Ein Feld für jede Achse. Die Linie ist nach jeder Frage unsere beste Schätzung, im Band liegt "
    "die Wahrheit in 90 von 100 Fällen. Bänder werden mit jeder Antwort schmaler; null ist der "
    "durchschnittliche Mensch."
)
ENTROPY_TITLE = "Wie unsicher wir sind"
ENTROPY = (
    "Die Log-Determinante unseres Wissens in Nat. Antworten senken sie; eine, die den anderen "
    "widerspricht, kann sie etwas heben. Wie steil sie fällt, sagt, wie viel noch zu lernen ist."
)
INFORMATION_TITLE = "Was jede Frage wert war"
INFORMATION = (
    "In Nat: was eine Frage versprach und was die Antwort wirklich änderte. Eine überraschende "
    "Antwort gibt mehr als versprochen, eine erwartete weniger."
)
EXPECTED, REALISED = "versprochen", "gegeben"
QUESTION, BEFORE = "Frage", "vorher"

# signing in
SIGN_IN = "Für Forschende und Vortragende"
SIGN_IN_TEXT = (
    "Diese Seite ist für alle, die eine Studie oder einen Raum leiten. Wer antwortet, braucht "
    "keine Anmeldung."
)
LOGIN = "Anmelden"
LOGOUT = "Abmelden"
PASSPHRASE = "Kennwort"
ENTER = "Weiter"
REFUSED = "Das ist nicht das Kennwort. Bitte prüfen Sie es und versuchen Sie es noch einmal."
OPEN_HERE = (
    "Ohne Anmeldung offen, nur auf diesem Rechner. Setzen Sie TENFOLD_PASSPHRASE oder eine "
    "Anmeldung in .streamlit/secrets.toml, bevor andere von anderswo hereindürfen."
)
CLOSED = (
    "Dieser Server fragt noch niemanden nach einem Kennwort; darum öffnet sich diese Seite nur auf "
    "dem Rechner, auf dem er läuft, unter http://localhost und ohne Proxy. Um sie von anderswo zu "
    "öffnen, starten Sie den Server mit einem Kennwort in der Variablen TENFOLD_PASSPHRASE, oder "
    "richten Sie im Abschnitt [auth] von .streamlit/secrets.toml eine Anmeldung ein."
)


def wait(seconds: int) -> str:
    unit = "Sekunde" if seconds == 1 else "Sekunden"
    return f"Zu viele falsche Kennwörter. Versuchen Sie es in {seconds} {unit} noch einmal."


def not_listed(email: str) -> str:
    return (
        f"Sie sind angemeldet als {email or 'jemand ohne Adresse'}; diese Adresse steht nicht auf "
        "der Liste dieses Servers (oder der Anbieter hat sie nicht bestätigt). Bitten Sie, in "
        "TENFOLD_STAFF aufgenommen zu werden, oder melden Sie sich mit einem anderen Konto an."
    )


# presenting
PRESENT = "Vorführen"
PRESENT_INTRO = (
    "Für eine Leinwand, die alle sehen. Weder Namen noch die Sitzung von jemandem stehen darauf."
)
ROOM = "Ein Raum"
ROOM_TEXT = (
    "Das Publikum scannt einen Code und antwortet auf den eigenen Telefonen. Die Wand zeigt, wo "
    "alle stehen, was den Raum teilt und was er teilen würde, und erneuert sich von selbst."
)
OPEN_ROOM = "Einen Raum öffnen"
ROOM_CODE = "Oder mit einem Raum weitermachen, der schon offen war: sein Code"
REOPEN = "Zeigen"
NO_SUCH_ROOM = "Kein Raum hat diesen Code. Er hat fünf Buchstaben und Ziffern: bitte prüfen."
ROOM_FULL = "Dieser Raum ist voll. Sie können trotzdem antworten; die Wand zeigt es nicht."
NEXT_ROUND = "Nächste Runde"
NEXT_ROUND_HELP = (
    "Beendet diese Runde und leert die Karte. Der Code bleibt; die Telefone laden dazu ein."
)
JOIN_ROUND = "Mitmachen"
LEAVE = "Verlassen"
ROOM_TOP = "Was der Raum zusammen sähe"
ROOM_MATCH = "Wie wahrscheinlich jemand hier es einem typischen Favoriten vorzöge."
ROOM_WAITS = "Noch hat niemand geantwortet."
DIVISIVE = "Was ihn am meisten teilt"
NO_DIVISION = "Noch widerspricht niemand jemandem."
COUNTS = ("hier", "Antworten", "fertig")
AUTOPLAY = "Ohne Publikum"
AUTOPLAY_TEXT = (
    "Jemand Erfundenes antwortet von selbst: Frage, Antwort, Liste und Vermutung entstehen vor "
    "Ihren Augen, so schnell Sie wollen. Nichts wird gespeichert."
)
BEGIN = "Los"
WHO = "Wer antwortet"
CHARACTERS = {
    "horror": "Der Horrorfan",
    "family": "Der Familienabend",
    "first": "Jemand vom einen Ende",
    "second": "Jemand vom anderen Ende",
    "contrary": "Jemand, der sich widerspricht",
}
PACE = "Tempo"
PACES = {"slow": "langsam", "normal": "mittel", "fast": "schnell"}
PAUSE, PLAY, STEP, RESTART = "Anhalten", "Abspielen", "Ein Schritt", "Von vorn"
BELIEF = "Was wir über diesen Geschmack vermuten"
PLAYED = "Das war es: die Liste ist fertig."


def to_room(code: str) -> str:
    return f"Sie sind in den Raum {code} eingeladen: antworten Sie, und Sie sind ein Punkt darin."


def round_number(n: int) -> str:
    return f"Runde {n}"


def round_begun(n: int) -> str:
    return f"Runde {n} hat begonnen."


def room_map(n: int, left: str, right: str) -> str:
    """The map in words, for those who do not see it."""
    people = "1 Person" if n == 1 else f"{n} Personen"
    return f"{people} zwischen {left} links und {right} rechts"


def character(name: str) -> str:
    return CHARACTERS[name]


def pace(name: str) -> str:
    return PACES[name]


def thinks(who: str) -> str:
    return f"{who} überlegt …"


def says(who: str, answer: Answered, title: Title) -> str:
    named = [title(key) for key in answer.choice.items]
    if answer.choice.kind == "pick":
        return f"{who} wählt {named[0]}."
    if answer.choice.kind == "same":
        return f"{who} findet beide etwa gleich."
    return f"{who} kennt {' und '.join(named)} nicht."


def their_list(n_answered: int) -> str:
    return f"Was dabei zu sehen ist, nach {answered(n_answered)}" if n_answered else LIST_BEFORE


def unknown_policy(name: str, known: Sequence[str]) -> str:
    return (
        f"Diese Sitzung fragt nach der Regel „{name}“, die diese Fassung nicht hat (sie hat "
        f"{', '.join(known)}). Die Antworten bleiben erhalten; beginnen Sie bitte unten neu."
    )


def start_title(words: Words) -> str:
    return f"Zehn Fragen, dann Ihre {words.items}"


def start_text(words: Words) -> str:
    return (
        f"Zwei {words.items}, eine Wahl, zehnmal. Jede Frage ist danach ausgesucht, was sie über "
        "Sie verrät, und die Liste daneben ändert sich mit jeder Antwort."
    )


def which(words: Words) -> str:
    return WHICH.format(use=words.use)


def unseen(words: Words, n: int = 1) -> str:
    return words.unknown if n == 1 else ("Kenne beide nicht" if n == 2 else "Kenne keines")


def progress(n_answered: int, n_planned: int) -> str:
    number = n_answered + 1
    return f"Frage {number} von {n_planned}" if number <= n_planned else f"Frage {number}"


def answered(n_answered: int) -> str:
    return "1 Antwort" if n_answered == 1 else f"{n_answered} Antworten"


def moved(climbed: int | None) -> str:
    if climbed is None:
        return "neu"
    if climbed == 0:
        return "gleicher Platz"
    return f"{abs(climbed)} {'hinauf' if climbed > 0 else 'hinab'}"


def match(value: float, low: float, high: float) -> str:
    return f"passt zu {value:.0%}, wohl {low:.0%} bis {high:.0%}"


def picks_intro(words: Words, n_items: int) -> str:
    return PICKS_INTRO.format(n=f"{n_items:,}".replace(",", "."), items=words.items)


def sure(certainty: float, n: int) -> str:
    return (
        f"Etwa {round(certainty * n)} der ersten {n} werden bleiben, was immer Sie noch sagen. Mit "
        "jeder Antwort wird das sicherer."
    )


def mark(mark: str) -> str:
    return MARKS[mark]


def unmark(mark: str) -> str:
    return UNMARKS[mark]


def axis(name: str, first: bool) -> str:
    one, other = axis_ends(name)
    if " rather than " not in name:
        return one if first else other
    return f"{one} statt {other}" if first else f"{other} statt {one}"


def more(title: str) -> str:
    return f"{title}: mehr dazu"


def pulls(pull: float) -> str:
    return f"{'hebt' if pull > 0.0 else 'senkt'} es um {abs(pull):.2f}"


def lean(strength: int) -> str:
    return LEANS[strength]


def axis_ends(name: str) -> tuple[str, str]:
    first, _, second = name.partition(" rather than ")
    one, other = (", ".join(map(genre, end.split(", "))) for end in (first, second))
    return one, other or f"weniger: {one}"


def place(name: str, position: float, low: float, high: float) -> str:
    first, second = axis_ends(name)
    if low < 0.0 < high and abs(position) < 0.5:
        return "Etwa in der Mitte, oder wir wissen es noch nicht."
    end = first if position > 0.0 else second
    how = "klar" if low * high > 0.0 else "wohl"
    return f"Sie stehen {how} auf der Seite von {end}."


def invited(code: str) -> str:
    return f"Sie sind in die Gruppe {code} eingeladen: Antworten Sie, und Ihre Liste kommt dazu."


def group_rule(rule: str) -> str:
    return GROUP_RULES[rule][0]


def people(own: Sequence[bool]) -> list[str]:
    guests = 0
    names = []
    for is_own in own:
        guests += not is_own
        names.append(YOU if is_own else f"{GUEST} {guests}")
    return names


def shared_intro(n_answered: int) -> str:
    return f"Aus {'einer Antwort' if n_answered == 1 else answered(n_answered)} gefunden."


def card_heading(words: Words, n: int) -> str:
    return f"{n} {words.items} für mich"


def match_legend(words: Words) -> str:
    return MATCH.format(item=words.item)


def match_short(value: float) -> str:
    return f"passt zu {value:.0%}"


def because(answers: Sequence[Answered], title: Title) -> str:
    if not answers:
        return CROWD_REASON
    return "weil: " + "; ".join(said(answer, title) for answer in answers)


def said(answer: Answered, title: Title) -> str:
    named = answer.choice.items
    others = [item for item in answer.items if item not in named]
    if answer.choice.kind == "pick":
        return f"lieber {title(named[0])} als {_listed(others, title)}"
    if answer.choice.kind == "same":
        return f"{_listed(answer.items, title)} etwa gleich"
    return f"{_listed(named, title)} nicht bekannt"


def _listed(keys: Sequence[str], title: Title) -> str:
    return " und ".join(title(key) for key in keys)


def summary(first: Sequence[str], risen: Sequence[str]) -> str:
    leader = f"Zuerst kommt {first[0]}. " if first else ""
    return leader + (f"Gestiegen: {', '.join(risen)}." if risen else "Nichts ist gestiegen.")


def quality(found: Sequence[Mapping[str, Any]]) -> str:
    best = max(found, key=lambda row: float(row["NDCG@100"]))
    return (
        f"Am besten ist {best['model']} mit {best['NDCG@100']:.3f}, {best['against popularity']} "
        "gegen Beliebtheit. Die Striche umfassen Menschen; Unterschiede zeigt der Mauszeiger, sie "
        "sind gepaart und sicherer."
    )


def verdicts(claims: Sequence[Mapping[str, Any]]) -> str:
    said = " ".join(
        f"{sentence(claim['claim'])[:-1]}: {VERDICTS.get(claim['verdict'], claim['verdict'])}."
        for claim in claims
    )
    return (
        "Beide Seiten mit gleicher Mühe an denselben Menschen eingestellt; die Striche sind "
        f"95-%-Intervalle gepaarter Unterschiede. {said}"
    )


def renewed_by(benchmark: str, data: str) -> str:
    return f"`{_command(benchmark, data)}` misst das neu."


def not_measured(benchmark: str, data: str) -> str:
    command = _command(benchmark, data)
    return f"Das wurde an diesen Daten noch nicht gemessen. `{command}` tut es in einigen Minuten."


def _command(benchmark: str, data: str) -> str:
    target = f"benchmarks/results/{benchmark}-{data}.json"
    return f"python -m benchmarks.{benchmark} --data {data} --json {target}"


def words(found: Words) -> Words:
    return WORDS.get(found.item, found)


def genre(name: str) -> str:
    return GENRE_NAMES.get(name, name)


VERDICTS = {"holds": "stimmt", "refuted": "widerlegt", "open": "offen"}
WORDS = {
    "film": Words("Film", "Filme", "sehen", "Kenne ich nicht"),
    "book": Words("Buch", "Bücher", "lesen", "Kenne ich nicht"),
}
GENRE_NAMES = {
    "Adventure": "Abenteuer",
    "Animation": "Zeichentrick",
    "Biography": "Biografie",
    "Children": "Kinder",
    "Classics": "Klassiker",
    "Comedy": "Komödie",
    "Crime": "Krimi",
    "Documentary": "Dokumentation",
    "Fiction": "Belletristik",
    "History": "Geschichte",
    "Mystery": "Rätsel",
    "Nonfiction": "Sachbuch",
    "Poetry": "Lyrik",
    "Romance": "Liebe",
    "War": "Krieg",
}
