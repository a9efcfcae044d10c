"""Deutsch: dieselben Namen wie in english.py, in derselben Ordnung."""

from collections.abc import Mapping, Sequence
from typing import Any

from elicitation.sessions.session import Answered
from elicitation.studies.report import Calibration, Report
from elicitation.studies.study import Study
from models.datasets.catalogue import Words
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
# Die Seite über beides, was dünn ist
SPARSITY = "Dünn besetzt"
SPARSITY_INTRO = (
    "Ein Wort für zwei Dinge, die nichts miteinander zu tun haben. Wählen Sie: wie wenig von jedem "
    "Menschen bekannt ist, oder wie wenige Zahlen im Zustand eines Netzes dessen Energie tragen."
)
SPARSITY_PART = "Was davon"
SPARSITY_PARTS = {"data": "Dünne Daten", "activation": "Dünne Aktivierungen"}

DATA_MEANING = (
    "**Dünne Daten**: Schreibt man Menschen in Zeilen und Titel in Spalten, ist fast jedes Feld "
    "leer. Was ein Mensch nie angerührt hat, kann nur von den anderen kommen, wenn überhaupt."
)
SHARES_TITLE = "Wie wenig vom Katalog ein Mensch anrührt"
SHARE_AXIS = "Teil des Katalogs, den jemand genutzt hat"
PEOPLE_AXIS = "Menschen mit höchstens so viel"
DATA_NAMES = {
    "movielens": "MovieLens, mitgeliefert",
    "ml-latest-small": "MovieLens, neuestes kleines",
    "goodbooks": "Goodbooks (Bücher)",
    "jester": "Jester (Witze)",
    "crowdrank": "CrowdRank (Ranglisten)",
}
POOLING_INTRO = (
    "Dieselbe Größe, auf drei Arten geschätzt: nur aus dem, was man vom Menschen selbst weiß, nur "
    "aus dem, was man von allen weiß, und aus beidem, gewichtet nach Aussagekraft. Zur Kontrolle "
    "eine Bevölkerung, deren Urteile an andere verteilt wurden: In ihr gibt es nichts zu teilen."
)
EVIDENCE_LABEL = "Grundlage"
EVIDENCE = {
    "exact": "Theorie, exakt",
    "jester answers": "Antworten zu Witzen",
    "movielens answers": "Antworten zu Filmen",
    "movielens clicks": "Gemochte Filme",
}
EVIDENCE_AXIS = "bekannte Antworten oder Vorlieben eines Menschen"
EVIDENCE_MEASURES = {
    "exact": "mittlerer quadratischer Fehler, kleiner ist besser",
    "jester answers": "logarithmischer Verlust anderer Paare, kleiner ist besser",
    "movielens answers": "logarithmischer Verlust anderer Paare, kleiner ist besser",
    "movielens clicks": "NDCG@100 anderer Vorlieben, größer ist besser",
}
POOLINGS = {
    "none": "nur eigene Angaben",
    "complete": "nur die von allen",
    "partial": "beides (teilweises Bündeln)",
    "control": "Kontrolle: Menschen gemischt",
    "tight": "beides, Menschen für zu ähnlich gehalten",
}

COLLISION_COST_TITLE = "Was geteilte Zeilen ein Modell kosten"
COST_TEXT = (
    "Gemessen: zwei Modelle, deren Filme sich durch Hashen Zeilen teilen, gegen dieselben Modelle "
    "mit einer Zeile für jeden Film. Gezeigt ist, wie viel Log-Verlust das bei zurückgehaltenen "
    "Menschen dazutut, nach Zehnteln dessen, was vorherzusagen war, die seltensten Filme zuerst, "
    "mit 95-%-Intervallen über Menschen. Wo nichts zusammenfällt, ist nur die Reihenfolge der "
    "Zeilen anders: Das ist die Kontrolle."
)
COST_MODELS = {
    "AMP-CF": "AMP-CF: was ihnen gefällt",
    "factorisation": "Grundvorlieben: ihre Bewertungen",
}
COST_AXIS = "Zehntel des Zurückgehaltenen, die seltensten zuerst"
COST_NATS = "zusätzlicher Log-Verlust, Nats"
COLLISION_TITLE = "Wer zahlt, wenn Kennungen eine Zeile teilen"
COLLISION_ROWS = "Zeilen der festen Tabelle"
COLLISION_SKEW = "Schiefe des Verkehrs (0: alle kommen gleich oft)"
COLLISION_FOREIGN = "fremder Verkehr auf der Zeile einer Kennung"
COLLISION_MINORITY = "Kennungen, in der Minderheit auf ihrer Zeile"
COLLISION_SHARED = "Kennungen, die ihre Zeile teilen"
COLLISIONLESS = "kollisionsfreie Tabelle"
COLLISION_AXIS = "Kennungen nach Zehnteln, seltenste zuerst"
COLLISION_ALT = (
    "Nach Zehnteln der Kennungen, von den seltensten zu den häufigsten: wie viel des Verkehrs auf "
    "ihrer Zeile fremd ist, wie viele dort in der Minderheit sind und wie viele eine teilen."
)
COLLISION_READ = (
    "Jede Kennung eines Zehntels zählt einmal. In der Minderheit ist, wem weniger als die Hälfte "
    "des Verkehrs auf der eigenen Zeile gehört: Was die Zeile lernt, lernt sie von anderen."
)

ACTIVATION_MEANING = (
    "**Dünne Aktivierungen**: Der Zustand eines Netzes ist ein Vektor aus einigen hundert "
    "Zahlen. Er ist dünn, wenn wenige davon die meiste Energie tragen (die Summe der "
    "Quadrate), und dicht, wenn alle etwa gleich viel tragen. Schon unabhängige Gaußsche "
    "Zahlen haben ein Viertel ihrer Energie in einem Zwanzigstel der Stellen: Nur was davon "
    "abweicht, bedeutet etwas. Nach einem neueren Aufsatz werden Aktivierungen bei "
    "unvertrauten Eingaben dünner (arXiv 2603.03415). Jede Vermutung stand vor der Messung "
    "fest und hat eine Kontrolle, in der nichts zu sehen sein darf."
)
ACTIVATION_EXPERIMENTS = {
    "activation": "Vertraut durch Wiederholung",
    "activation_shift": "Texte, die immer fremder werden",
    "activation_autoencoder": "Unser eigener Autoencoder (erkundend)",
}
ACTIVATION_ABOUT = {
    "activation": (
        "Kleine Netze lernen Welten erfundener Tatsachen von Grund auf. Das Los entscheidet, "
        "ob eine Tatsache 1-, 4-, 16- oder 64-mal gezeigt wird; ein Zwillingsnetz bekommt es "
        "umgekehrt, sodass jede Tatsache mit sich selbst verglichen wird. Kontrolle ist das "
        "Netz vor dem Lernen."
    ),
    "activation_shift": (
        "Ein vorab gelerntes Textnetz (all-MiniLM-L6-v2) liest Beschreibungen von "
        "Datensätzen, alle gleich lang, und dieselben Texte mit vertauschten Wortteilen, "
        "falschen Buchstaben oder Programmcode statt Prosa. Kontrolle ist dasselbe Netz, "
        "ungelernt."
    ),
    "activation_autoencoder": (
        "Die verborgene Schicht des Autoencoders dieser App für Menschen, die er nicht kennt,"
        " und für dieselben, nachdem sie Filme zufällig getauscht haben. Würde sie verraten, "
        "dass jemand anders ist als alle, und besser als die bloße Wahrscheinlichkeit? Für "
        "die Behauptungen oben ist das kein Beleg."
    ),
}
ACTIVATION_HYPOTHESES = {
    "exposure": "Öfter gezeigte Tatsachen sind dichter (Änderung bei viermal so oft).",
    "exposure: late": "Das zeigt sich in der letzten Schicht mehr als in der ersten.",
    "exposure: beyond": "Es gilt auch unter Tatsachen, die gleich gut gewusst werden.",
    "exposure: seen only": "Öfter gesehene Fragen sind dichter, auch wenn nichts zu lernen war.",
    "unseen: medium": "Ungesehene Tatsachen aus kurzen Regeln sind dünner als gesehene.",
    "unseen: hard": "Ungesehene Tatsachen aus langen Regeln sind dünner als gesehene.",
    "training: rise": "Die Aktivierung wird beim Lernen zuerst dünner.",
    "training: fall": "Nach diesem Gipfel wird sie wieder dichter.",
    "untrained": "Ein ungelerntes Netz ist so dicht wie Gaußsche Zahlen.",
    "shift: shuffled tokens": "Wortteile in zufälliger Folge machen die letzte Schicht dünner.",
    "shift: noisy characters": "Falsche Buchstaben machen die letzte Schicht dünner.",
    "shift: foreign domain": "Programmcode statt Prosa macht die letzte Schicht dünner.",
    "monotone: shuffled tokens": "Je mehr vertauscht ist, desto dünner (Rangkorrelation).",
    "monotone: noisy characters": "Je mehr Buchstaben falsch sind, desto dünner (Rangkorrelation).",
    "monotone: foreign domain": "Je mehr Programmcode, desto dünner (Rangkorrelation).",
    "late: shuffled tokens": "Vertauschen zeigt sich in der letzten Schicht mehr.",
    "late: noisy characters": "Falsche Buchstaben zeigen sich in der letzten Schicht mehr.",
    "late: foreign domain": "Programmcode zeigt sich in der letzten Schicht mehr.",
    "autoencoder: unlike": "Verläufe wie keine anderen machen die verborgene Schicht dünner.",
}
ACTIVATION_VERDICTS = {
    "reproduced": "bestätigt",
    "not reproduced": "nicht bestätigt",
    "inconclusive": "offen",
}
ACTIVATION_STATISTICS = {
    "top-5% energy": "Energie der oberen 5 %",
    "top-10% energy": "Energie der oberen 10 %",
    "effective rank": "effektiver Rang",
    "Hoyer": "Maß von Hoyer",
    "Gini": "Gini-Koeffizient",
    "right of ten": "richtig von zehn",
    "plain likelihood": "bloße Wahrscheinlichkeit",
}
ACTIVATION_CONTROL = "Kontrolle"
ACTIVATION_GROUPS = {
    "shown 1 times": "einmal gezeigt",
    "shown 4 times": "4-mal",
    "shown 16 times": "16-mal",
    "shown 64 times": "64-mal",
    "unseen, short rules": "ungesehen, kurze Regel",
    "unseen, long rules": "ungesehen, lange Regel",
}
ACTIVATION_SHIFTS = {
    "shuffled tokens": "Wortteile vertauscht",
    "noisy characters": "Buchstaben ersetzt",
    "foreign domain": "Programmcode",
}
ACTIVATION_NETWORKS = {"trained": "gelernt", "untrained": "ungelernt"}
ACTIVATION_COLUMNS = {
    "Gaussian": "Maß",
    "value": "Gaußsche Zahlen",
    "untrained": "ungelernt",
    "trained": "gelernt",
    "familiar": "gelernt",
    "typical": "echte Verläufe",
    "unlike": "getauschte Verläufe",
}
ACTIVATION_LAYER = "Schicht"
ACTIVATION_GAUSSIAN = "Gaußsche Zahlen"
ACTIVATION_NUMBERS = "Alle Maße neben denen Gaußscher Zahlen"
ACTIVATION_TRAINED = "Anteil des Lernens"
ACTIVATION_CHANGE = "Änderung, Energie der oberen 5 %"
ACTIVATION_AREA = "Chance, einen fremden Verlauf von einem echten zu trennen (0,5 = Zufall)"
ACTIVATION_TRAINING = "Während des Lernens, nach der letzten Normierung; Mittel über Welten."
ACTIVATION_KNOWN = "Wie oft die richtige von zehn Antworten gefunden wird: zuerst die vertrauten."
ACTIVATION_SLOPES = "Änderung bei viermal so oft, nach Schichten; 95-%-Intervalle über Welten."
ACTIVATION_LEVELS = "Die letzte Schicht, je nachdem, wie viel vom Text verändert wurde."
ACTIVATION_LAYERS = "Die stärkste Veränderung, Schicht für Schicht."

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

OFFLINE = (
    "Gerade keine Verbindung. Alles, was Sie beantwortet haben, ist gespeichert, und es geht von "
    "selbst weiter, sobald die Verbindung wieder da ist."
)
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
_PRIORS = {
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

PERSONAS = "Mehrere in Ihnen"
PERSONAS_INTRO = (
    "Was Sie gewählt und gemerkt haben, spricht nicht von einem einzigen Geschmack. Jede Gruppe "
    "ist einer für sich, mit seinem Anteil an Ihnen; über eine Empfehlung urteilt, wen sie angeht."
)
TOO_FEW_PERSONAS = (
    "Bisher sprechen Ihre Antworten von einem Geschmack, oder es sind zu wenige, um mehrere zu "
    "unterscheiden. Beantworten Sie noch ein paar Fragen, oder merken Sie sich, was Ihnen gefällt."
)


def prior(name: str, label: str) -> str:
    """The menu's name of a prior; ``label`` is the recommender's own, in English."""
    return _PRIORS.get(name, label)


def persona(number: int, share: float) -> str:
    return f"Geschmack {number} · {share:.0%} von Ihnen".replace("%", " %")


def for_persona(number: int, titles: str) -> str:
    return f"Für Ihren Geschmack {number}, der {titles} gewählt hat."


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

STEPS_TITLE = "Frage für Frage"
STEPS_HINT = "Zeigen Sie auf eine Frage, und Sie sehen sie in jeder Zeile."
STEPS = (
    "Zuerst, was jede Frage versprach und was die Antwort gab, in Nats: Eine überraschende Antwort "
    "gibt mehr als versprochen. Dann, wie unsicher wir waren, als Log-Determinante, in Nats, und "
    "als Spur; eine Antwort, die den anderen widerspricht, kann sie etwas heben. Dann jede Achse "
    "des Geschmacks: Die Linie ist unsere beste Schätzung, im Band liegt die Wahrheit in 90 von "
    "100 Fällen, und null ist der durchschnittliche Mensch."
)
WORTH, LOG_DETERMINANT = "versprochen und gegeben, Nats", "Log-Determinante, Nats"
OTHER_SESSION = "Eine andere Sitzung ansehen"
SESSION_ID = "Ihre Kennung, wie in ihrer Adresse hinter s="
NO_OTHER_SESSION = "Hier gibt es keine solche Sitzung. Kopieren Sie alles, was hinter s= steht."
AT_STEP = "Nach so vielen Antworten"
SAVED_AS = "Bilder sichern als"
ELLIPSE_TITLE, MAP_TITLE = "Wo Sie sein könnten.", "Was gefragt werden könnte."
ELLIPSE = (
    "In 90 von 100 Fällen sind Sie darin, in den beiden Richtungen, von denen wir vor der ersten "
    "Antwort am wenigsten wussten. Dünne Linien sind die anderen Schritte."
)
BELONGING_TITLE = "Gehört es dorthin?"
BELONGING = (
    "Die Wahrscheinlichkeit jedes Titels der Liste, unter Ihren eigenen ersten zehn zu sein."
)
NUMBERS = "Die Zahlen dazu als CSV"
WIDEST, SECOND_WIDEST = "am wenigsten bekannte Richtung", "zweite"
EXPECTED_ODDS, ODDS_SPREAD = "erwartete Logits des ersten Titels", "wie unsicher, Logits"
NATS, CHOSEN, TRACE = "Nats", "gewählt", "Spur"


def after_answers(n: int) -> str:
    return "vorher" if n == 0 else "nach 1 Antwort" if n == 1 else f"nach {n} Antworten"


def map_text(n: int) -> str:
    return (
        f"{n:,} Paare, ausgelost unter dem, was Sie kennen könnten; je dunkler, desto mehr sagte "
        "eine Antwort. Der Ring ist die nächste Frage."
    ).replace(",", ".", 1 if n > 999 else 0)


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


# das Labor
LAB = "Labor"
LAB_INTRO = (
    "Simulierte Menschen antworten an Ihrer Stelle. Alle Strategien, also Regeln, nach denen "
    "Fragen gewählt werden, fragen dieselben Menschen. Das läuft neben dem "
    "Server mit niedrigem Vorrang, geht weiter, wenn Sie gehen, und behält, was es gefunden hat."
)
LAB_POLICIES = "Strategien"
LAB_WHO = "Wer antwortet"
LAB_KINDS = {"drawn": "Gezogene Menschen", "replayed": "Nachgespielte Menschen"}
LAB_PEOPLE = "Menschen"
LAB_QUESTIONS = "Fragen an jeden"
LAB_LAPSE = "Anteil achtloser Antworten"
LAB_SEED = "Startwert des Zufalls"
LAB_START = "Starten"
LAB_RESUME = "Weitermachen"
LAB_STOP = "Anhalten"
LAB_BUSY = (
    "Ein anderer Versuch läuft gerade. Starten Sie diesen, wenn er fertig oder angehalten ist."
)
LAB_DOWNLOAD = "Alle Ergebnisse als CSV"
LAB_FAILED = "Es endete, bevor es fertig war. Die letzten Zeilen seines Protokolls:"
LAB_NOBODY = (
    "Noch niemand hat alle Strategien erlebt. Die Bilder erscheinen, sobald es zehn Menschen sind."
)
LAB_CURVES = "Was Fragen lehren"
LAB_AXES = {
    "top_10_regret": "Verlust (weniger ist besser)",
    "utility_correlation": "Genauigkeit (mehr ist besser)",
}
LAB_CURVES_TEXT = (
    "Mittel über Menschen mit 95-%-Intervallen. Verlust: was unsere besten zehn gegen die wahren "
    "besten zehn einbüßen, 0 nichts, 1 so viel wie eine durchschnittliche Liste. Genauigkeit: die "
    "Korrelation von wahrem und vermutetem Gefallen. Gezogene werden an allen Titeln gemessen, "
    "Nachgespielte an den Sternen für die Hälfte, nach der niemand fragt."
)
LAB_NEEDED = "Nötige Fragen"
LAB_NEEDED_TEXT = (
    "Wie viele Fragen eine Strategie braucht, um so gut zu sein wie zufällige Fragen nach zehn und "
    "nach zwanzig, mit einem 95-%-Intervall über dieselben Menschen. Auch Fragen, die jemand nicht "
    "beantworten konnte, zählen."
)
LAB_NEEDS_RANDOM = (
    "Für diese Tabelle muss auch „Zufall“ simuliert werden, mit mindestens zehn Fragen."
)
LAB_POLICY = "Strategie"
LAB_POWER = "Wie viele Teilnehmende zwei Strategien unterscheiden"
LAB_POWER_TEXT = (
    "Für eine Studie, in der alle Teilnehmenden eine von zwei Strategien bekommen: 80 % Aussicht, "
    "den Unterschied zu finden, 5 % Irrtum, zweiseitig. Simulierte Menschen haben keine schlechten "
    "Tage und ihre Wahrheit ist bekannt; nehmen Sie also mehr Teilnehmende als hier steht."
)
LAB_FIRST = "Die eine Strategie"
LAB_SECOND = "Die andere"
LAB_AFTER = "Nach so vielen Fragen"
LAB_MEASURE = "Gemessen an"
LAB_ONE_POLICY = "Dafür braucht es zwei Strategien."
LAB_WATCH = "Eine Sitzung, Frage für Frage"
LAB_WATCH_TEXTS = {
    "drawn": "Ein simulierter Mensch antwortet, und wir wissen, was ihm wirklich gefällt.",
    "replayed": "Ein Mensch aus den Daten antwortet, wie seine eigenen Sterne sagen.",
}
LAB_PERSON = "Nummer des Menschen"
LAB_STEP = "Nummer der Frage"
LAB_THEY = "Dieser Mensch"
LAB_NONE_RATED = "Nichts davon ist bewertet."
LAB_NO_QUESTION = "Diesen Menschen gab es nichts zu fragen."


def policy(name: str) -> str:
    return _POLICY_NAMES.get(name, name)


def lab_kind(name: str, n_there: int) -> str:
    if name == "drawn":
        return "aus der gelernten Bevölkerung; alles, was ihnen gefällt, ist bekannt"
    return f"aus den Daten, höchstens {n_there}; keine Grundvorliebe wurde von ihnen gelernt"


def lab_liking(value: float) -> str:
    return f"Wahres Gefallen {value:+.2f}"


def lab_stars(value: float) -> str:
    return f"{value:.1f} Sterne" if value == value else "nie bewertet"


def lab_rated_best(winner: str) -> str:
    return f"Nach den eigenen Sternen gefällt {winner} am besten."


def lab_measure(name: str) -> str:
    return {"top_10_regret": "Verlust", "utility_correlation": "Genauigkeit"}[name]


_POLICY_NAMES = {
    "random": "Zufall",
    "pref": "PReF",
    "d_optimal": "D-optimal",
    "a_optimal": "A-optimal",
    "information_gain": "Informationsgewinn",
    "expected_best": "erwartet Bestes",
    "fixed_list": "feste Liste",
}


def lab_progress(done: int, total: int, running: bool) -> str:
    if done == total:
        return "Fertig."
    return f"{done} von {total} Teilen fertig" + ("" if running else "; angehalten")


def lab_found(n_people: int) -> str:
    return f"{n_people} Menschen haben bisher alle Strategien erlebt."


def lab_needed_head(measure: str, after: int) -> str:
    return f"{measure} wie Zufall nach {after}"


def lab_needed(questions: float, low: float, high: float, most: int) -> str:
    def told(value: float) -> str:
        return f"über {most}" if value == float("inf") else f"{value:.0f}"

    return f"{told(questions)} ({told(low)} bis {told(high)})"


def lab_power(first: str, second: str, per_arm: int | None) -> str:
    if per_arm is None:
        return (
            f"{first} und {second} sind mit diesen Simulationen nicht zu unterscheiden. Simulieren "
            "Sie mehr Menschen, bevor Sie eine Studie über beide planen."
        )
    n = f"{per_arm:,}".replace(",", ".")
    both = f"{2 * per_arm:,}".replace(",", ".")
    return f"{n} Teilnehmende für {first} und ebenso viele für {second}, zusammen {both}."


def lab_truth(winner: str, chance: float) -> str:
    share = f"{100 * chance:.0f} %"
    return f"In Wahrheit gefällt {winner} am besten; eine sorgfältige Antwort sagt das in {share}."


def lab_regret(before: float, after: float) -> str:
    first, second = (f"{value:.2f}".replace(".", ",") for value in (before, after))
    return f"Verlust der besten zehn: {first} vor dieser Antwort, {second} danach."


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


# studies, for those who take part
NO_SUCH_STUDY = (
    "Dieser Link führt hier zu keiner Studie. Vielleicht wurde er beim Kopieren abgeschnitten: "
    "Bitte öffnen Sie ihn noch einmal dort, wo Sie ihn gefunden haben."
)
NO_PARTICIPANT = (
    "Dieser Link sagt nicht, wer Sie sind: Er sollte mit „participant=“ und Ihrer Nummer enden. "
    "Bitte öffnen Sie ihn noch einmal dort, wo Sie ihn gefunden haben."
)
STUDY_CLOSED = "Diese Studie ist beendet und nimmt niemanden mehr auf. Danke für Ihr Interesse."
STUDY_ELSEWHERE = (
    "Diese Studie handelt von einem anderen Katalog als dem, der gerade gezeigt wird. Bitte sagen "
    "Sie es denen, die Ihnen den Link gaben."
)
CONSENT_TITLE = "Bevor wir beginnen"
AGREE = "Ich stimme zu, los"
THANKS = "Vielen Dank"
COMPLETED = "Das war die letzte Frage. Ihre Antworten sind gespeichert."
COMPLETION_CODE = "Ihr Code, als Nachweis der Teilnahme:"
COMPLETION_LINK = "Abschließen und zurück"
STOPPED = "Sie haben früher aufgehört"
STOPPED_TEXT = (
    "Ihre bisherigen Antworten sind gespeichert. Wenn Sie weitermachen, kommen Sie ans Ende der "
    "Studie; Sie können diese Seite auch schließen oder unter „Für Sie“, „Ihre Daten“ alles "
    "löschen lassen."
)

# studies, for researchers
STUDIES = "Studien"
STUDIES_INTRO = (
    "Eine Studie fragt alle so, wie es geplant war, und bewahrt jede Antwort mit dem auf, was "
    "vorhergesagt wurde. Teilnehmende kommen über einen Link, stimmen Ihrem Text zu, antworten und "
    "gehen dorthin zurück, woher sie kamen."
)
NEW_STUDY = "Eine neue Studie"
STUDY_NAME = "Name, für Sie"
POLICIES = "Wie Fragen gewählt werden"
POLICIES_HELP = "Sind es mehrere, bekommt jede Person eine davon, durch das Los."
STUDY_NUMBERS = {
    "questions": ("Fragen", "Deren Antworten zählen; zurückgehaltene kommen hinzu."),
    "size": ("Titel je Frage", "2 ist ein Paar."),
    "holdouts": (
        "Zurückgehalten",
        "Für alle dieselben, unter die anderen gemischt, nie zum Lernen: Sie prüfen Vorhersagen.",
    ),
    "repeat": (
        "Wiederholen nach",
        "Nach so vielen Antworten kommt die erste noch einmal, die Seiten vertauscht. 0 = nie.",
    ),
}
CONSENT_TEXT = "Wem Teilnehmende zustimmen"
CONSENT_TEMPLATE = (
    "Sie sehen einige {items}, immer wenige zugleich, und wählen, was Sie lieber {use} würden. Das "
    "dauert etwa drei Minuten.\n\n"
    "Wir speichern, was Sie wählen, wie lange es jeweils dauerte und die Nummer, mit der Ihr Link "
    "kam; sonst nichts. Die Daten dienen der Forschung und werden ohne diese Nummer "
    "veröffentlicht.\n\n"
    "Die Teilnahme ist freiwillig. Sie können jederzeit ohne Angabe von Gründen aufhören und Ihre "
    "Antworten löschen lassen."
)
CONSENT_VERSION = "Dessen Version"
CODE_IN_THE_END = "Code am Ende"
LINK_IN_THE_END = "Link am Ende"
LINK_HELP = "Wird am Ende gezeigt. {participant} darin wird zu der Person, die antwortete."
CREATE_STUDY = "Studie anlegen"
STUDY_FIELDS = {
    "name": "Geben Sie der Studie einen Namen.",
    "policies": "Wählen Sie mindestens eine Art, Fragen zu wählen.",
    "n_questions": "Stellen Sie zwischen 1 und 100 Fragen.",
    "question_size": "Zeigen Sie zwischen 2 und 6 Titel zugleich.",
    "holdouts": "Für so viele zurückgehaltene Fragen gibt es zu wenige Titel: Nehmen Sie weniger.",
    "repeat_after": "Wiederholen Sie nach weniger Antworten, als es Fragen gibt.",
    "consent": "Schreiben Sie, wem Teilnehmende zustimmen.",
    "consent_version": "Geben Sie diesem Text eine Version, etwa 1.",
    "completion_url": "Ein Link am Ende beginnt mit https:// (oder bleibt leer).",
}
ALL_STUDIES = "← Alle Studien"
STUDY_LINK = "Der Link für Teilnehmende; IHRE-ID setzt ein, wer sie einlädt:"
THEIR_ID = "IHRE-ID"
IS_CLOSED = "Diese Studie ist geschlossen: Niemand kann neu beginnen. Wer begann, kann beenden."
CLOSE_STUDY = "Studie schließen"
REOPEN_STUDY = "Wieder öffnen"
STUDY_CHANGED = "Jemand anderes hat diese Studie eben geändert; Ihr Klick hat nichts verändert."
STUDY_COUNTS = ("kamen", "stimmten zu", "sind fertig")
NOBODY_YET = "Noch hat niemand begonnen. Diese Seite erneuert sich selbst."
BY_POLICY = "Nach Regel"
TOGETHER_ROW = "alle"
STUDY_COLUMNS = (
    "Fragen",
    "begonnen",
    "fertig",
    "Antwortzeit (Median)",
    "Zurückgehaltene richtig",
    "Fehler (wenn richtig)",
    "Wiederholung gleich",
    "Versehen",
)
CALIBRATION_TITLE = "Trafen die Vorhersagen zu?"
CALIBRATION = (
    "Von allen, die geendet haben. Auf der gepunkteten Linie geschieht, was mit einer "
    "Wahrscheinlichkeit vorhergesagt war, so oft. Der Fehler ist der mittlere Abstand davon; "
    "wenige Vorhersagen haben einen, auch wenn alle richtig sind, und daran ist er zu messen."
)
HELD_OUT, ALL_PICKS_TITLE = "Zurückgehaltene Fragen", "Alle Fragen, vor jeder Antwort"
PREDICTED, OBSERVED, SECONDS = "vorhergesagt", "so oft geschehen", "Sekunden"
TIMES_TITLE = "Wie lange es dauerte"
TIMES = "Median vom Erscheinen einer Frage bis zur Antwort, nach den Browsern der Teilnehmenden."
FILES_TITLE = "Zum Mitnehmen"
FILES = (
    "Eine Zeile je Ereignis, mit einem Verzeichnis der Spalten; aus jeder der Dateien läuft jede "
    "Sitzung genau so wieder ab. Sie enthalten, wie die Links Ihre Teilnehmenden nannten: Nehmen "
    "Sie diese Spalte heraus, bevor Sie veröffentlichen."
)
DICTIONARY = "Verzeichnis der Spalten"


def consent_template(words: Words) -> str:
    return CONSENT_TEMPLATE.format(items=words.items, use=words.use)


def consent_note(study: Study) -> str:
    n = study.n_questions + len(study.holdouts)
    return f"{n} Fragen. Text in der Version {study.consent_version}."


def study_problem(field: str) -> str:
    return f"Die Studie ist noch nicht angelegt. {STUDY_FIELDS.get(field, field)}"


def study_summary(study: Study) -> str:
    parts = [
        f"{study.n_questions} Fragen mit je {study.question_size} Titeln",
        f"{len(study.holdouts)} zurückgehalten",
        f"die erste nach {study.repeat_after} wiederholt"
        if study.repeat_after
        else "keine wiederholt",
        f"gewählt {' oder '.join(map(policy, study.policies))}",
        f"Daten {study.dataset}",
        f"Einwilligung in Version {study.consent_version}",
    ]
    return "; ".join(parts) + "."


def study_line(study: Study, begun: int) -> str:
    state = "geschlossen" if study.closed else "offen"
    people = "1 Person" if begun == 1 else f"{begun} Personen"
    return f"{state}, {people}, {' / '.join(map(policy, study.policies))}"


def stopped_early(n: int) -> str:
    return "1 Person hörte früher auf." if n == 1 else f"{n} hörten früher auf."


def study_row(found: Report) -> tuple[str, ...]:
    held, lapses = found.held_out, found.lapses
    return (
        str(found.n_begun),
        str(found.n_complete),
        f"{found.median_ms / 1000:.1f} s" if found.median_ms is not None else "–",
        f"{held.accuracy:.0%} von {held.n}" if held else "–",
        f"{held.error:.3f} ({held.null[0]:.3f}, höchstens {held.null[1]:.3f})" if held else "–",
        f"{found.n_agreed} von {found.n_repeated}" if found.n_repeated else "–",
        f"{lapses.mean:.0%} [{lapses.low:.0%}, {lapses.high:.0%}]" if lapses else "–",
    )


def calibrated(title: str, found: Calibration) -> str:
    return (
        f"{title}: {found.n} Antworten, Fehler {found.error:.3f}; wenn jede Vorhersage stimmt, im "
        f"Mittel {found.null[0]:.3f} und in 95 von 100 Fällen höchstens {found.null[1]:.3f}"
    )


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


def run_first(benchmark: str) -> str:
    return f"Noch nicht gemessen, oder die Datei ist beschädigt. `{_run(benchmark)}` misst es."


def renewed(benchmark: str) -> str:
    return f"`{_run(benchmark)}` misst all das neu."


def _run(benchmark: str) -> str:
    return f"python -m benchmarks.{benchmark} --json benchmarks/results/{benchmark}.json"


def shares(found: Sequence[Mapping[str, Any]]) -> str:
    said = [
        f"{DATA_NAMES.get(row['data'], row['data'])}: {row['under 1 %']:.0%} von {row['people']} "
        f"Menschen, Median {row['q50']:.1%} von {row['items']}"
        for row in found
        if row["taken up"] == "liked" or row["data"] == "crowdrank"
    ]
    return (
        "Dass jemand „unter 1 % des Katalogs“ anrührt, hängt vom Katalog ab (gepunktete Linie). "
        f"Unter 1 % liegen, nach dem, was gefiel: {'; '.join(said)}."
    )


def pooled(which: str, n: int, values: Mapping[str, float]) -> str:
    said = "; ".join(f"{POOLINGS[name]} **{value:.3f}**" for name, value in values.items())
    return f"Bei {n}: {said} ({EVIDENCE_MEASURES[which]})."


def whole(n: int) -> str:
    return f"{n:,}".replace(",", ".")


def collision_level(level: str) -> str:
    return "nichts geteilt" if level.startswith("hashed") else f"{level} geteilt"


def collision_intro(n_ids: int) -> str:
    return (
        "Ein Modell lernt zu jeder Kennung, die ihm begegnet, eine Zeile von Zahlen. In einer "
        "festen Tabelle bestimmt eine Hashfunktion die Zeile; wer sich dort trifft, ist für das "
        "Modell derselbe. Eine kollisionsfreie Tabelle schlägt nach und gibt jeder Kennung eine "
        f"eigene. Ziehen Sie an den Reglern: Gerechnet wird hier, mit {whole(n_ids)} erfundenen "
        "Kennungen; die vom Rang r kommt so oft wie r hoch minus Schiefe."
    )


def collided(
    n_rows: int,
    n_ids: int,
    company: tuple[float, float],
    without: tuple[float, float],
    luck: Sequence[float],
) -> str:
    mean = sum(luck) / len(luck)
    times = _comma(f"{n_ids / n_rows:.2g}")
    return (
        f"- **{_percent(company[0], 1)}** der Kennungen teilen ihre Zeile mit anderen (zu erwarten "
        f"{_percent(company[1], 1)}). Zählt man je benutzte Zeile eine als ungestört, sind es "
        f"{_percent(without[0], 1)} (zu erwarten {_percent(without[1], 1)}).\n"
        "- Eine Hashfunktion achtet nicht darauf, wie oft eine Kennung kommt; daran ändert die "
        f"Schiefe nichts: Bei {len(luck)} Hashfunktionen liegen im Mittel {_percent(mean)} des "
        "Verkehrs auf geteilten Zeilen. Mit der Schiefe wird es Glückssache: zwischen "
        f"{_percent(min(luck))} und {_percent(max(luck))}.\n"
        f"- Die kollisionsfreie Tabelle: **0**, mit {whole(n_ids)} Zeilen ({times}-mal so viele) "
        "und einem Verzeichnis, das zu ihnen führt."
    )


def who_pays(skew: float, rare: float, frequent: float, foreign: float) -> str:
    said = (
        "Ohne Schiefe zahlen alle gleich viel"
        if skew == 0.0
        else "Was die Schiefe ändert, ist, wer zahlt: Geteilte Zeilen gehören vor "
        "allem der häufigsten Kennung darauf"
    )
    return (
        f"{said}. Vom seltensten Zehntel sind **{_percent(rare)}** auf der eigenen Zeile in der "
        f"Minderheit, vom häufigsten **{_percent(frequent)}**. Ein Besuch, bei Schiefe meist der "
        f"einer häufigen Kennung, findet {_percent(foreign, 1)} fremden Verkehr auf seiner Zeile."
    )


def _percent(share: float, digits: int = 0) -> str:
    return _comma(f"{100.0 * share:.{digits}f}") + "\u00a0%"


def _comma(number: str) -> str:
    return number.replace(".", ",")


def activation_layer(name: str) -> str:
    return _LAYERS.get(name, name.replace("layer", "Schicht"))


def activation_place(name: str) -> str:
    short = {"embedding": "ein", "after the last norm": "Norm"}
    return short.get(name, name.removeprefix("layer "))


def activation_try(layer: str, readout: str) -> str:
    known = _LAYERS | {"mean over tokens": "Mittel der Wortteile", "last token": "letzter Wortteil"}
    where = activation_layer(layer)
    return f"{where}, {known.get(readout, readout)}" if readout else where


_LAYERS = {
    "embedding": "Eingabe",
    "after the last norm": "nach der letzten Normierung",
    "after the last norm, largest coordinates left out": "ohne die größten Stellen",
    "last layer, largest coordinates left out": "letzte Schicht ohne die größten Stellen",
    "last less first": "letzte weniger erste",
    "hidden layer": "verborgene Schicht",
}


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
