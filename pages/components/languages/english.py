"""English: all words on the screen. A translation has the same names, and nothing else.

Functions return plain text; whoever puts it into HTML escapes it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from elicitation.sessions.session import Answered
from elicitation.studies.report import Calibration, Report
from elicitation.studies.study import Study
from models.datasets.catalogue import Words
from pages.components.languages.text import Title, sentence

APP = "Tenfold"
ASK = "Questions"
MODELS = "Models"
MODELS_INTRO = (
    "Every recommender on one protocol: people it never saw, four fifths of whose likes it is "
    "given, and it must find the rest among everything. 1 would be a perfect first hundred."
)
DATA = "Data"
QUALITY_TITLE = "How well they rank"
QUALITY_HOVER = (
    "NDCG@100 %{x:.3f}<br>over popularity %{customdata[0]}<br>against the best %{customdata[1]}"
    "<extra></extra>"
)
COST_TITLE = "What they cost"
COST = (
    "Left and high is good. The scales are logarithmic; popularity costs nothing and is left out."
)
COSTS = {
    "fit and tune, s": "seconds to fit and tune",
    "one person, ms": "milliseconds for one person",
    "size, MiB": "size in MiB",
}
CLAIMS_TITLE = "What the theory claims"
DIFFERENCE = "difference in NDCG@100"
POOLING_TITLE = "What sharing strength is worth"
POOLING = (
    "The same people with only so many of their likes revealed. Partial pooling should lie above "
    "both ends, most clearly with few likes; with a shuffled population there is nothing to share."
)
REVEALED = "likes revealed"
# the page about both sparsities
SPARSITY = "Sparsity"
SPARSITY_INTRO = (
    "One word for two things that have nothing to do with each other. Choose which: how little is "
    "known of each person, or how few coordinates of a network's state carry its energy."
)
SPARSITY_PART = "Which sparsity"
SPARSITY_PARTS = {"data": "Sparse data", "activation": "Sparse activations"}

DATA_MEANING = (
    "**Sparse data**: write people as rows and items as columns, and nearly every cell is empty. "
    "What one person never touched must come from the others, if it can."
)
SHARES_TITLE = "How little of a catalogue a person touches"
SHARE_AXIS = "share of the catalogue taken up"
PEOPLE_AXIS = "people with at most that"
DATA_NAMES = {
    "movielens": "MovieLens, embedded",
    "ml-latest-small": "MovieLens, latest small",
    "goodbooks": "Goodbooks",
    "jester": "Jester (jokes)",
    "crowdrank": "CrowdRank (rankings)",
}
POOLING_INTRO = (
    "The same quantity estimated three ways: from a person's own evidence alone, from everybody's "
    "alone, and from both weighted by how much each can tell. The control is a population whose "
    "ratings were dealt out to other people: there is nothing to share in it."
)
EVIDENCE_LABEL = "Evidence"
EVIDENCE = {
    "exact": "Theory, exact",
    "jester answers": "Answers about jokes",
    "movielens answers": "Answers about films",
    "movielens clicks": "Liked films",
}
EVIDENCE_AXIS = "answers or likes known of a person"
EVIDENCE_MEASURES = {
    "exact": "mean squared error, lower is better",
    "jester answers": "log-loss of other pairs, lower is better",
    "movielens answers": "log-loss of other pairs, lower is better",
    "movielens clicks": "NDCG@100 of other likes, higher is better",
}
POOLINGS = {
    "none": "own evidence alone",
    "complete": "everybody's alone",
    "partial": "both (partial pooling)",
    "control": "control: shuffled people",
    "tight": "both, people taken for too alike",
}

COLLISION_COST_TITLE = "What shared rows cost a model"
COST_TEXT = (
    "Measured: two models trained with films that share rows by a hash, against the same models "
    "with a row for every film. Shown is the log-loss that this adds for people held out, by "
    "tenths of what was to be predicted, rarest films first, with 95 % intervals over people. "
    "Where nothing collides only the order of rows is another: that is the control."
)
COST_MODELS = {"AMP-CF": "AMP-CF: their likes", "factorisation": "Base rewards: their ratings"}
COST_AXIS, COST_NATS = "tenths of what was held out, rarest first", "added log-loss, nats"
COLLISION_TITLE = "Who pays when ids share a row"
COLLISION_ROWS = "Rows of the fixed table"
COLLISION_SKEW = "Skew of the traffic (0: all ids come equally often)"
COLLISION_FOREIGN = "others' traffic on an id's row"
COLLISION_MINORITY = "ids that are a minority on their row"
COLLISION_SHARED = "ids that share their row"
COLLISIONLESS = "collisionless table"
COLLISION_AXIS = "ids by tenths, rarest first"
COLLISION_ALT = (
    "By tenths of the ids, from the rarest to the most frequent: how much of the traffic on an "
    "id's row is others', how many ids are a minority on their row, and how many share one."
)
COLLISION_READ = (
    "Each id of a tenth counts once. An id is a minority if less than half of its row's traffic is "
    "its own: what the row learns, it learns from others."
)

ACTIVATION_MEANING = (
    "**Sparse activations**: a network's state is a vector of some hundred numbers. It is "
    "sparse if few of them carry most of its energy (the sum of squares), dense if all carry "
    "about as much. Independent Gaussian numbers already have a quarter of their energy in a "
    "twentieth of their coordinates: only what differs from that means anything. A recent "
    "paper holds that unfamiliar inputs make activations sparser (arXiv 2603.03415). Each "
    "hypothesis below was written down before it was measured, and has a control in which the"
    " effect must not appear."
)
ACTIVATION_EXPERIMENTS = {
    "activation": "Familiar by exposure",
    "activation_shift": "Texts that become less familiar",
    "activation_autoencoder": "Our own autoencoder (exploratory)",
}
ACTIVATION_ABOUT = {
    "activation": (
        "Small networks learn worlds of made-up facts from nothing. By lot each fact is shown"
        " 1, 4, 16 or 64 times; a twin network is given the exposures turned round, so that "
        "every fact is compared with itself. The control is the same network before training."
    ),
    "activation_shift": (
        "A pretrained text encoder (all-MiniLM-L6-v2) reads descriptions of data sets, all of"
        " one length, and the same texts with tokens shuffled, letters replaced, or program "
        "code in place of prose. The control is an untrained copy of the network."
    ),
    "activation_autoencoder": (
        "The hidden layer of the app's autoencoder for people it has not seen, and for the "
        "same people after they traded films at random. Would it tell us that a person is "
        "unlike all others, and better than the plain likelihood? This is no evidence for the"
        " claims above."
    ),
}
ACTIVATION_HYPOTHESES = {
    "exposure": "Facts shown more often are held more densely (change for four times as often).",
    "exposure: late": "That shows more in the last layer than in the first.",
    "exposure: beyond": "It does so even among facts that are equally well known.",
    "exposure: seen only": "Prompts seen more often are denser even if there was nothing to learn.",
    "unseen: medium": "Unseen facts that follow from short rules are sparser than seen ones.",
    "unseen: hard": "Unseen facts that follow from long rules are sparser than seen ones.",
    "training: rise": "Activation first becomes sparser in training.",
    "training: fall": "After that peak it becomes denser again.",
    "untrained": "An untrained network is as dense as Gaussian numbers.",
    "shift: shuffled tokens": "Tokens in random order make the last layer sparser.",
    "shift: noisy characters": "Wrong letters make the last layer sparser.",
    "shift: foreign domain": "Program code in place of prose makes the last layer sparser.",
    "monotone: shuffled tokens": "The more tokens are shuffled, the sparser (rank correlation).",
    "monotone: noisy characters": "The more letters are wrong, the sparser (rank correlation).",
    "monotone: foreign domain": "The more is program code, the sparser (rank correlation).",
    "late: shuffled tokens": "Shuffling shows more in the last layer than in the first.",
    "late: noisy characters": "Wrong letters show more in the last layer than in the first.",
    "late: foreign domain": "Program code shows more in the last layer than in the first.",
    "autoencoder: unlike": "Histories unlike all others give a sparser hidden layer.",
}
ACTIVATION_VERDICTS = {
    "reproduced": "reproduced",
    "not reproduced": "not reproduced",
    "inconclusive": "inconclusive",
}
ACTIVATION_STATISTICS = {
    "top-5% energy": "energy in the top 5 %",
    "top-10% energy": "energy in the top 10 %",
    "effective rank": "effective rank",
    "Hoyer": "Hoyer's measure",
    "Gini": "Gini coefficient",
    "right of ten": "right of ten",
    "plain likelihood": "plain likelihood",
}
ACTIVATION_CONTROL = "control"
ACTIVATION_GROUPS = {
    "shown 1 times": "shown once",
    "shown 4 times": "4 times",
    "shown 16 times": "16 times",
    "shown 64 times": "64 times",
    "unseen, short rules": "unseen, short rule",
    "unseen, long rules": "unseen, long rule",
}
ACTIVATION_SHIFTS = {
    "shuffled tokens": "tokens shuffled",
    "noisy characters": "letters replaced",
    "foreign domain": "program code",
}
ACTIVATION_NETWORKS = {"trained": "trained", "untrained": "untrained"}
ACTIVATION_COLUMNS = {
    "Gaussian": "Statistic",
    "value": "Gaussian numbers",
    "untrained": "untrained",
    "trained": "trained",
    "familiar": "trained",
    "typical": "real histories",
    "unlike": "traded histories",
}
ACTIVATION_LAYER = "layer"
ACTIVATION_GAUSSIAN = "Gaussian numbers"
ACTIVATION_NUMBERS = "All statistics beside those of Gaussian numbers"
ACTIVATION_TRAINED = "share of the training"
ACTIVATION_CHANGE = "change of top-5 % energy"
ACTIVATION_AREA = "chance to tell an unlike history from a real one (0.5 = by lot)"
ACTIVATION_TRAINING = "Along training, after the last norm; the lines are means over worlds."
ACTIVATION_KNOWN = (
    "How often the right one of ten answers is found: familiar facts are known first."
)
ACTIVATION_SLOPES = "Change for four times as often, by layer; 95 % intervals over worlds."
ACTIVATION_LEVELS = "The last layer, by how much of the text was changed."
ACTIVATION_LAYERS = "The strongest change, layer by layer."

PICKS = "Your picks"
UNCERTAINTY = "What we learned"

START = "Ask me"
UNKNOWN_SESSION = (
    "This link does not lead to a session here. It may have been cut off when it was copied, or it "
    "belongs to another server. Start a new one below: it takes ten answers."
)
OTHER_DATASET = (
    "This session was about another catalogue than the one on show now. Its answers are kept; "
    "start a new session below for this catalogue."
)
NEEDS_SESSION = "Answer a few questions first: this page shows what follows from them."
TO_QUESTIONS = "To the questions"
DAMAGED_SESSION = (
    "The answers behind this link cannot be read by this version of the program. They are kept as "
    "they are; start a new session below."
)
UNEXPECTED = (
    "Something went wrong on our side. Your answers are kept: reload the page to go on where you "
    "were."
)
NO_QUESTION_LEFT = "There is nothing left to ask about: you have been through it all."

OFFLINE = (
    "No connection right now. Everything you answered is kept, and this page goes on by itself as "
    "soon as the connection is back."
)
AGAIN = "The connection was lost for a moment. Please choose again."

WHICH = "Which would you rather {use}?"
SAME = "About the same"
UNDO = "Undo"
STOP = "That’s enough"
GO_ON = "Keep going"
SEE_PICKS = "See your picks"
READY = "Your list is ready"

LIST = "Your list so far"
LIST_BEFORE = "Where everybody starts"
MATCH = (
    "The bar is the chance that you would choose a {item} over a typical favourite; the band shows "
    "how sure that is."
)
ALL_PICKS = "All picks, with reasons"
PICKS_INTRO = "Found by your answers among {n} {items}. What you know already is left out."
PRIOR = "The crowd's view comes from"
PRIOR_HELP = (
    "What is known before your first answer, and how each answer spreads to other titles. The "
    "page on models shows how well each of them ranks."
)
TRUST = "How far to trust your answers"
TRUST_HELP = (
    "At the left the list is what most people take up, at the right only what you said. It starts "
    "where it worked best for people whose taste is known."
)
CROWD_REASON = "what most people like"

CLOSER = "Why this one"
BY_ANSWER = "Your answers"
BY_BASE = "Your taste"
BY_CROWD = "Everybody"
PULLS = (
    "In log-odds against a typical favourite. An answer's pull is what the score would lose "
    "without it; answers speak with each other, so only taste and everybody add up to the whole."
)
MARKS = {"saved": "Save", "seen": "Know it", "hidden": "Not for me"}
UNMARKS = {"saved": "Saved", "seen": "Not known after all", "hidden": "Show it again"}
FILTER = "Filter"
GENRES = "Kinds"
YEARS = "Years"
NOTHING_FOUND = "Nothing fits these filters. Widen them a little."
SAVED_TITLE = "Saved for later"
ASIDE_TITLE = "Put aside"

HELP = "Keys"
KEYS = (
    ("← →", "choose the left or the right one"),
    ("1 … 4", "choose, where there are more than two"),
    ("↑ or S", "about the same"),
    ("↓ or H", "don't know them"),
    ("U", "undo"),
    ("?", "this help"),
)

PERSONAS = "Several people in you"
PERSONAS_INTRO = (
    "What you chose and saved does not all speak of one taste. Each group below is a taste of its "
    "own, with how much of you it is; a recommendation is judged by the one whose business it is."
)
TOO_FEW_PERSONAS = (
    "So far your choices speak of one taste, or there are too few of them to tell several apart. "
    "Answer a few more questions, or save what you like among your picks."
)


def prior(name: str, label: str) -> str:
    """The menu's name of a prior; ``label`` is the recommender's own, in English."""
    return label


def persona(number: int, share: float) -> str:
    return f"Taste {number} · {share:.0%} of you"


def for_persona(number: int, titles: str) -> str:
    return f"For your taste {number}, which chose {titles}."


TASTE = "Your taste"
TASTE_INTRO = (
    "Each line is an axis of taste, found from what many people liked, not invented by us. The "
    "hill is everybody, the dot is you, the band holds you in 90 of 100 cases. Is one wrong? Say "
    "so with its slider: it counts like some answers, and the middle takes it back."
)
LEAN = "Correct this axis"
LEANS = {
    3: "much more of this",
    2: "more of this",
    1: "a little more of this",
    0: "as it is",
    -1: "a little more of that",
    -2: "more of that",
    -3: "much more of that",
}

TOGETHER = "Together"
TOGETHER_INTRO = (
    "One list for two people or more. Everybody answers on their own phone; the list below is for "
    "all, and leaves out what anybody knows already."
)
GROUP_MAKE = "Invite somebody"
GROUP_CODE = "Or enter the code that somebody gave you"
GROUP_JOIN = "Join"
NO_SUCH_GROUP = "No group has this code. It has five letters and digits: please check it."
GROUP_FULL = "This group is full. Make a new one for the others."
SCAN = "Scan this, open the link, or enter the code under “Together”:"
RULE = "What counts"
GROUP_RULES = {
    "average": ("Average", "The best on average: everybody counts the same."),
    "least misery": ("Least misery", "The best for whoever likes it least: nobody suffers."),
    "most pleasure": ("Most pleasure", "The best for whoever likes it most: somebody is thrilled."),
}
YOU, GUEST = "You", "Guest"

SHARE = "Share"
SHARE_TEXT = "A link that shows your picks. Whoever has it can look, but cannot answer for you."
SHARE_MAKE = "Make the link"
SHARED = "Somebody's picks"
NOT_SHARED = "This link shows nothing: it was cut off when it was copied, or its owner deleted it."
OWN_LIST = "Get a list of your own"
PICTURE = "Picture"
PICTURE_FILE = "tenfold.png"
MY_DATA = "Your data"
MY_DATA_TEXT = "Everything that is stored about you: your answers, nothing else."
DELETE_TEXT = "Deleting cannot be undone. Links you shared will show nothing."
DELETE_SURE = "I am sure"
DELETE = "Delete everything about me"
DELETED = "Everything about you was deleted."

STEPS_TITLE = "Question by question"
STEPS_HINT = "Point at a question to see it in every row."
STEPS = (
    "First what each question promised before it was asked and what its answer gave, in nats: a "
    "surprising answer gives more than promised. Then how unsure we were, as log-determinant, in "
    "nats, and as trace of the belief; an answer that contradicts the others may raise it a "
    "little. Then each axis of taste: the line is our best guess, the band holds the truth in 90 "
    "of 100 cases, and zero is the average person."
)
WORTH, LOG_DETERMINANT = "promised and given, nats", "log-determinant, nats"
OTHER_SESSION = "Look at another session"
SESSION_ID = "Its id, as in its address after s="
NO_OTHER_SESSION = "There is no session with this id here. Copy it whole from the address after s=."
AT_STEP = "After so many answers"
SAVED_AS = "Save figures as"
ELLIPSE_TITLE, MAP_TITLE = "Where you could be.", "What could be asked."
ELLIPSE = (
    "In 90 of 100 cases you are inside, along the two directions in which we knew least before "
    "the first answer. Thin lines are the other steps."
)
BELONGING_TITLE = "Does it belong there?"
BELONGING = "The chance of each title on the list to be among your own first ten."
NUMBERS = "Its numbers as CSV"
WIDEST, SECOND_WIDEST = "least known direction", "second"
EXPECTED_ODDS, ODDS_SPREAD = "expected log-odds of the first title", "how unsure, log-odds"
NATS, CHOSEN, TRACE = "nats", "chosen", "trace"


def after_answers(n: int) -> str:
    return "before" if n == 0 else "after 1 answer" if n == 1 else f"after {n} answers"


def map_text(n: int) -> str:
    return (
        f"{n:,} pairs by lot among what you may know, the darker the more an answer tells. The "
        "ring is the question that comes next."
    )


EXPECTED, REALISED = "promised", "given"
QUESTION, BEFORE = "question", "before"

# signing in
SIGN_IN = "For researchers and presenters"
SIGN_IN_TEXT = "This page is for whoever runs a study or a room. People who answer need no sign-in."
LOGIN = "Sign in"
LOGOUT = "Sign out"
PASSPHRASE = "Passphrase"
ENTER = "Enter"
REFUSED = "That is not the passphrase. Please check it and try again."
OPEN_HERE = (
    "Open without a sign-in, on this computer only. Set TENFOLD_PASSPHRASE, or a login in "
    ".streamlit/secrets.toml, before others may come in from elsewhere."
)
CLOSED = (
    "This server asks nobody for a passphrase yet, so this page opens only on the computer that "
    "runs it, at http://localhost and without a proxy. To open it from elsewhere, start the "
    "server with a passphrase in the variable TENFOLD_PASSPHRASE, or set up a login in the section "
    "[auth] of .streamlit/secrets.toml."
)


def wait(seconds: int) -> str:
    unit = "second" if seconds == 1 else "seconds"
    return f"Too many wrong passphrases. Try again in {seconds} {unit}."


def not_listed(email: str) -> str:
    return (
        f"You are signed in as {email or 'somebody without an address'}, who is not on this "
        "server’s list (or the provider has not verified the address). Ask whoever runs it to add "
        "you to TENFOLD_STAFF, or sign out and take another account."
    )


# the lab
LAB = "Lab"
LAB_INTRO = (
    "Simulated people answer in your place. All policies, the rules by which questions are "
    "chosen, ask the same people. It runs beside the server with low priority, "
    "goes on when you leave, and keeps what it found."
)
LAB_POLICIES = "Policies"
LAB_WHO = "Who answers"
LAB_KINDS = {"drawn": "Drawn people", "replayed": "Replayed people"}
LAB_PEOPLE = "People"
LAB_QUESTIONS = "Questions to each"
LAB_LAPSE = "Share of careless answers"
LAB_SEED = "Random seed"
LAB_START = "Start"
LAB_RESUME = "Resume"
LAB_STOP = "Stop"
LAB_BUSY = "Another experiment is running. Start this one when that is done or stopped."
LAB_DOWNLOAD = "All results as CSV"
LAB_FAILED = "It ended before it was done. The last lines of its log:"
LAB_NOBODY = "Nobody has met all policies yet. The figures appear as soon as ten people have."
LAB_CURVES = "What questions teach"
LAB_AXES = {
    "top_10_regret": "Regret (less is better)",
    "utility_correlation": "Accuracy (more is better)",
}
LAB_CURVES_TEXT = (
    "Means over people with 95 % intervals. Regret: what the best ten by our belief lose against "
    "the truly best ten, 0 nothing, 1 as much as an average list. Accuracy: the correlation of "
    "true and believed liking. Drawn people are judged by all items, replayed ones by the stars "
    "they gave to the half that nobody asks about."
)
LAB_NEEDED = "Questions needed"
LAB_NEEDED_TEXT = (
    "How many questions a policy needs to be as good as random questions are after ten and after "
    "twenty, with a 95 % interval over the same people. Questions that somebody could not answer "
    "count too."
)
LAB_NEEDS_RANDOM = "For this table, simulate “random” too, for ten questions at least."
LAB_POLICY = "Policy"
LAB_POWER = "How many participants tell two policies apart"
LAB_POWER_TEXT = (
    "For a study in which each participant gets one of two policies: 80 % chance to find the "
    "difference, 5 % error, two-sided. Simulated people have no bad days and their truth is known, "
    "so take more participants than this."
)
LAB_FIRST = "One policy"
LAB_SECOND = "The other"
LAB_AFTER = "After so many questions"
LAB_MEASURE = "Measured by"
LAB_ONE_POLICY = "This needs two policies."
LAB_WATCH = "One session, question by question"
LAB_WATCH_TEXTS = {
    "drawn": "A simulated person answers, and we know what they truly like.",
    "replayed": "A person of the data answers as their own stars say.",
}
LAB_PERSON = "Person number"
LAB_STEP = "Question number"
LAB_THEY = "The person"
LAB_NONE_RATED = "They rated none of these."
LAB_NO_QUESTION = "There was nothing to ask this person."


def policy(name: str) -> str:
    return _POLICY_NAMES.get(name, name)


def lab_kind(name: str, n_there: int) -> str:
    if name == "drawn":
        return "from the fitted population; all they like is known"
    return f"from the data, {n_there} at most; no base reward was learned from them"


def lab_liking(value: float) -> str:
    return f"True liking {value:+.2f}"


def lab_stars(value: float) -> str:
    return f"{value:.1f} stars" if value == value else "never rated"


def lab_rated_best(winner: str) -> str:
    return f"By their own stars {winner} is liked best."


def lab_measure(name: str) -> str:
    return {"top_10_regret": "regret", "utility_correlation": "accuracy"}[name]


_POLICY_NAMES = {
    "random": "random",
    "pref": "PReF",
    "d_optimal": "D-optimal",
    "a_optimal": "A-optimal",
    "information_gain": "information gain",
    "expected_best": "expected best",
    "fixed_list": "fixed list",
}


def lab_progress(done: int, total: int, running: bool) -> str:
    if done == total:
        return "Done."
    return f"{done} of {total} parts done" + ("" if running else "; stopped")


def lab_found(n_people: int) -> str:
    return f"{n_people} people met all policies so far."


def lab_needed_head(measure: str, after: int) -> str:
    return f"{measure} as random after {after}"


def lab_needed(questions: float, low: float, high: float, most: int) -> str:
    """Number of questions and its interval; infinite where it was not reached."""

    def told(value: float) -> str:
        return f"over {most}" if value == float("inf") else f"{value:.0f}"

    return f"{told(questions)} ({told(low)} to {told(high)})"


def lab_power(first: str, second: str, per_arm: int | None) -> str:
    if per_arm is None:
        return (
            f"{first} and {second} cannot be told apart by these simulations. Simulate more "
            "people before you plan a study of the two."
        )
    return f"{per_arm:,} participants for each of {first} and {second}, {2 * per_arm:,} together."


def lab_truth(winner: str, chance: float) -> str:
    return f"In truth {winner} is liked best; a careful answer says so in {chance:.0%} of cases."


def lab_regret(before: float, after: float) -> str:
    return f"Regret of the best ten: {before:.2f} before this answer, {after:.2f} after it."


# presenting
PRESENT = "Present"
PRESENT_INTRO = "For a screen that everybody can see. Nobody's name or session is shown on it."
ROOM = "A room"
ROOM_TEXT = (
    "The audience scans a code and answers on their phones. The wall shows where everybody stands, "
    "what divides the room and what it would share, and renews itself."
)
OPEN_ROOM = "Open a room"
ROOM_CODE = "Or go on with a room that was opened before: its code"
REOPEN = "Show it"
NO_SUCH_ROOM = "No room has this code. It has five letters and digits: please check it."
ROOM_FULL = "This room is full. You can answer all the same; the wall will not show it."
NEXT_ROUND = "Next round"
NEXT_ROUND_HELP = "Ends this round and empties the map. The code stays; phones are asked to join."
JOIN_ROUND = "Join it"
LEAVE = "Leave"
ROOM_TOP = "What the room would share"
ROOM_MATCH = "How probably somebody here would choose it over a typical favourite."
ROOM_WAITS = "Nobody has answered yet."
DIVISIVE = "What divides it most"
NO_DIVISION = "Nobody disagrees with anybody yet."
COUNTS = ("here", "answers", "done")
AUTOPLAY = "Without an audience"
AUTOPLAY_TEXT = (
    "Somebody made up answers by themselves: question, answer, list and belief form before your "
    "eyes, at your pace. Nothing is stored."
)
BEGIN = "Begin"
WHO = "Who answers"
CHARACTERS = {
    "horror": "The horror fan",
    "family": "The family evening",
    "first": "Somebody from one end",
    "second": "Somebody from the other end",
    "contrary": "Somebody who contradicts themselves",
}
PACE = "Pace"
PACES = {"slow": "slow", "normal": "normal", "fast": "fast"}
PAUSE, PLAY, STEP, RESTART = "Pause", "Play", "One step", "Start over"
BELIEF = "What we believe about their taste"
PLAYED = "That was it: the list is ready."


def to_room(code: str) -> str:
    return f"You were invited to the room {code}: answer, and you become a dot on its wall."


def round_number(n: int) -> str:
    return f"Round {n}"


def round_begun(n: int) -> str:
    return f"Round {n} has begun."


def room_map(n: int, left: str, right: str) -> str:
    """The map in words, for those who do not see it."""
    people = "1 person" if n == 1 else f"{n} people"
    return f"{people} between {left} at the left and {right} at the right"


def character(name: str) -> str:
    return CHARACTERS[name]


def pace(name: str) -> str:
    return PACES[name]


def thinks(who: str) -> str:
    return f"{who} is thinking …"


def says(who: str, answer: Answered, title: Title) -> str:
    named = [title(key) for key in answer.choice.items]
    if answer.choice.kind == "pick":
        return f"{who} chooses {named[0]}."
    if answer.choice.kind == "same":
        return f"{who} finds them about the same."
    return f"{who} does not know {' and '.join(named)}."


def their_list(n_answered: int) -> str:
    return f"What they see after {answered(n_answered)}" if n_answered else LIST_BEFORE


# studies, for those who take part
NO_SUCH_STUDY = (
    "This link does not lead to a study here. It may have been cut off when it was copied: please "
    "open it again from where you found it."
)
NO_PARTICIPANT = (
    "This link does not say who you are: it should end in “participant=” and your number. Please "
    "open it again from where you found it."
)
STUDY_CLOSED = "This study is over and takes nobody in any more. Thank you for your interest."
STUDY_ELSEWHERE = (
    "This study is about another catalogue than the one on show now. Please tell whoever sent you "
    "the link."
)
CONSENT_TITLE = "Before we begin"
AGREE = "I agree, begin"
THANKS = "Thank you"
COMPLETED = "That was the last question. Your answers are kept."
COMPLETION_CODE = "Your code, to show that you took part:"
COMPLETION_LINK = "Finish and go back"
STOPPED = "You have stopped early"
STOPPED_TEXT = (
    "Your answers so far are kept. If you go on, you come to the end of the study; you may also "
    "close this page, or have everything deleted under “Your picks”, “Your data”."
)

# studies, for researchers
STUDIES = "Studies"
STUDIES_INTRO = (
    "A study asks everybody the way it was planned and keeps each answer with what was predicted. "
    "Participants come by a link, agree to your text, answer, and go back where they came from."
)
NEW_STUDY = "A new study"
STUDY_NAME = "Name, for you"
POLICIES = "How questions are chosen"
POLICIES_HELP = "With several, each participant gets one of them, by lot."
STUDY_NUMBERS = {
    "questions": ("Questions", "Whose answers count; hold-outs come on top."),
    "size": ("Items in each", "2 is a pair."),
    "holdouts": (
        "Hold-outs",
        "The same for everybody, mixed among the others, not learned from: they test predictions.",
    ),
    "repeat": (
        "Repeat after",
        "After so many answers the first comes again, turned round: are people careful? 0 = never.",
    ),
}
CONSENT_TEXT = "What participants agree to"
CONSENT_TEMPLATE = (
    "You will see some {items}, a few at a time, and choose which you would rather {use}. It takes "
    "about three minutes.\n\n"
    "We keep your choices, how long each took, and the number your link came with; nothing else. "
    "The data are used for research and published without that number.\n\n"
    "Taking part is voluntary. You may stop at any time without giving a reason, and have your "
    "answers deleted."
)
CONSENT_VERSION = "Its version"
CODE_IN_THE_END = "Completion code"
LINK_IN_THE_END = "Completion link"
LINK_HELP = "Shown in the end. {participant} in it becomes who they are."
CREATE_STUDY = "Create the study"
STUDY_FIELDS = {
    "name": "Give the study a name.",
    "policies": "Choose at least one way to choose questions.",
    "n_questions": "Ask between 1 and 100 questions.",
    "question_size": "Show between 2 and 6 items at a time.",
    "holdouts": "There are not enough items for so many hold-outs: ask for fewer.",
    "repeat_after": "Repeat after fewer answers than there are questions.",
    "consent": "Write what participants agree to.",
    "consent_version": "Give that text a version, such as 1.",
    "completion_url": "A completion link begins with https:// (or leave it empty).",
}
ALL_STUDIES = "← All studies"
STUDY_LINK = "The link for participants; YOUR-ID is filled in by whoever recruits them:"
THEIR_ID = "YOUR-ID"
IS_CLOSED = "This study is closed: nobody new can begin. Whoever has begun can finish."
CLOSE_STUDY = "Close the study"
REOPEN_STUDY = "Open it again"
STUDY_CHANGED = "Somebody else changed this study just now, so your click changed nothing."
STUDY_COUNTS = ("came", "agreed", "finished")
NOBODY_YET = "Nobody has begun yet. This page renews itself."
BY_POLICY = "By policy"
TOGETHER_ROW = "all"
STUDY_COLUMNS = (
    "questions",
    "begun",
    "finished",
    "median response",
    "hold-outs right",
    "error (if right)",
    "repeats agree",
    "lapses",
)
CALIBRATION_TITLE = "Were the predictions right?"
CALIBRATION = (
    "Of everybody who has ended. On the dotted line, what was said to happen with a probability "
    "happens that often. The error is the mean distance from it; few predictions give one even if "
    "all are right, which is what it is to be judged against."
)
HELD_OUT, ALL_PICKS_TITLE = "Hold-out questions", "All questions, before each answer"
PREDICTED, OBSERVED, SECONDS = "predicted probability", "share that happened", "seconds"
TIMES_TITLE = "How long people took"
TIMES = "Median time from seeing a question to answering it, by the participants’ own browsers."
FILES_TITLE = "Take it home"
FILES = (
    "One row an event, with a data dictionary; every session replays from any of the files. They "
    "hold what the links called your participants: take that column out before you publish."
)
DICTIONARY = "Data dictionary"


def consent_template(words: Words) -> str:
    return CONSENT_TEMPLATE.format(items=words.items, use=words.use)


def consent_note(study: Study) -> str:
    n = study.n_questions + len(study.holdouts)
    return f"{n} questions. Text version {study.consent_version}."


def study_problem(field: str) -> str:
    return f"The study was not created yet. {STUDY_FIELDS.get(field, field)}"


def study_summary(study: Study) -> str:
    parts = [
        f"{study.n_questions} questions of {study.question_size} items",
        f"{len(study.holdouts)} held out",
        f"the first repeated after {study.repeat_after}" if study.repeat_after else "no repetition",
        f"chosen {' or '.join(map(policy, study.policies))}",
        f"data {study.dataset}",
        f"consent version {study.consent_version}",
    ]
    return "; ".join(parts) + "."


def study_line(study: Study, begun: int) -> str:
    state = "closed" if study.closed else "open"
    people = "1 participant" if begun == 1 else f"{begun} participants"
    return f"{state}, {people}, {' / '.join(map(policy, study.policies))}"


def stopped_early(n: int) -> str:
    return "1 stopped early." if n == 1 else f"{n} stopped early."


def study_row(found: Report) -> tuple[str, ...]:
    """The cells of STUDY_COLUMNS but the first."""
    held, lapses = found.held_out, found.lapses
    return (
        str(found.n_begun),
        str(found.n_complete),
        f"{found.median_ms / 1000:.1f} s" if found.median_ms is not None else "–",
        f"{held.accuracy:.0%} of {held.n}" if held else "–",
        f"{held.error:.3f} ({held.null[0]:.3f}, at most {held.null[1]:.3f})" if held else "–",
        f"{found.n_agreed} of {found.n_repeated}" if found.n_repeated else "–",
        f"{lapses.mean:.0%} [{lapses.low:.0%}, {lapses.high:.0%}]" if lapses else "–",
    )


def calibrated(title: str, found: Calibration) -> str:
    return (
        f"{title}: {found.n} picks, error {found.error:.3f}; if every prediction is right "
        f"{found.null[0]:.3f} on average and at most {found.null[1]:.3f} in 95 of 100 cases"
    )


def unknown_policy(name: str, known: Sequence[str]) -> str:
    return (
        f"This session asks by the rule “{name}”, which this version does not have (it has "
        f"{', '.join(known)}). Its answers are kept; start a new session below."
    )


def start_title(words: Words) -> str:
    return f"Ten questions, then your {words.items}"


def start_text(words: Words) -> str:
    return (
        f"Two {words.items}, one choice, ten times. Each question is picked for what it would tell "
        f"about you, and the list beside it changes with every answer."
    )


def which(words: Words) -> str:
    return WHICH.format(use=words.use)


def unseen(words: Words, n: int = 1) -> str:
    """Said of one of the items, or of all ``n`` of a question."""
    return words.unknown if n == 1 else f"{words.unknown} {'either' if n == 2 else 'any'}"


def progress(n_answered: int, n_planned: int) -> str:
    """ "Question 4 of 10"; past the plan the number alone."""
    number = n_answered + 1
    return f"Question {number} of {n_planned}" if number <= n_planned else f"Question {number}"


def answered(n_answered: int) -> str:
    return "1 answer" if n_answered == 1 else f"{n_answered} answers"


def moved(climbed: int | None) -> str:
    """For ears; the eye gets an arrow."""
    if climbed is None:
        return "new"
    if climbed == 0:
        return "same place"
    return f"{'up' if climbed > 0 else 'down'} {abs(climbed)}"


def match(value: float, low: float, high: float) -> str:
    return f"match {value:.0%}, likely {low:.0%} to {high:.0%}"


def picks_intro(words: Words, n_items: int) -> str:
    return PICKS_INTRO.format(n=f"{n_items:,}", items=words.items)


def sure(certainty: float, n: int) -> str:
    """How much of a list of n would stay if we knew everything."""
    return (
        f"About {round(certainty * n)} of its first {n} will stay, whatever else you would say. "
        "Every further answer makes it surer."
    )


def mark(mark: str) -> str:
    return MARKS[mark]


def unmark(mark: str) -> str:
    return UNMARKS[mark]


def axis(name: str, first: bool) -> str:
    """The end of an axis "Action rather than Drama" that somebody leans to."""
    ends = name.split(" rather than ")
    if len(ends) != 2:
        return name if first else f"less of: {name}"
    return " rather than ".join(ends if first else ends[::-1])


def more(title: str) -> str:
    return f"{title}: tell me more"


def pulls(pull: float) -> str:
    return f"{'lifts' if pull > 0.0 else 'lowers'} it by {abs(pull):.2f}"


def lean(strength: int) -> str:
    return LEANS[strength]


def axis_ends(name: str) -> tuple[str, str]:
    """Both ends of an axis "Action rather than Drama"."""
    first, _, second = name.partition(" rather than ")
    return first, second or f"less of: {first}"


def place(name: str, position: float, low: float, high: float) -> str:
    """Where somebody stands, in words."""
    first, second = axis_ends(name)
    if low < 0.0 < high and abs(position) < 0.5:
        return "About in the middle, or we do not know yet."
    end = first if position > 0.0 else second
    how = "clearly" if low * high > 0.0 else "probably"
    return f"You are {how} on the side of {end}."


def invited(code: str) -> str:
    return f"You were invited to the group {code}: answer, and your list joins theirs."


def group_rule(rule: str) -> str:
    return GROUP_RULES[rule][0]


def people(own: Sequence[bool]) -> list[str]:
    """ "You", "Guest 1", "Guest 2" in the order they came."""
    guests = 0
    names = []
    for is_own in own:
        guests += not is_own
        names.append(YOU if is_own else f"{GUEST} {guests}")
    return names


def shared_intro(n_answered: int) -> str:
    return f"Found from {answered(n_answered)}."


def card_heading(words: Words, n: int) -> str:
    return f"{n} {words.items} for me"


def match_legend(words: Words) -> str:
    return MATCH.format(item=words.item)


def match_short(value: float) -> str:
    return f"{value:.0%} match"


def because(answers: Sequence[Answered], title: Title) -> str:
    """ "because you chose Alien over Notting Hill"; the crowd's reason without answers."""
    if not answers:
        return CROWD_REASON
    phrases = [said(answer, title) for answer in answers]
    # "you chose Alien over Notting Hill, and Heat over Grease"
    more = [phrase.removeprefix("you chose ") for phrase in phrases[1:]]
    return "because " + ", and ".join([phrases[0], *more])


def said(answer: Answered, title: Title) -> str:
    """One answer in words."""
    named = answer.choice.items
    others = [item for item in answer.items if item not in named]
    if answer.choice.kind == "pick":
        return f"you chose {title(named[0])} over {_listed(others, title)}"
    if answer.choice.kind == "same":
        return f"{_listed(answer.items, title)} are about the same to you"
    return f"you do not know {_listed(named, title)}"


def _listed(keys: Sequence[str], title: Title) -> str:
    return " and ".join(title(key) for key in keys)


def summary(first: Sequence[str], risen: Sequence[str]) -> str:
    """What a screen reader says when the list has changed."""
    leader = f"First is {first[0]}. " if first else ""
    return leader + (f"Moved up: {', '.join(risen)}." if risen else "Nothing moved up.")


def quality(found: Sequence[Mapping[str, Any]]) -> str:
    best = max(found, key=lambda row: float(row["NDCG@100"]))
    return (
        f"Best is {best['model']} at {best['NDCG@100']:.3f}, {best['against popularity']} over "
        "popularity. The whiskers span people; hover for differences, which are paired and surer."
    )


def verdicts(claims: Sequence[Mapping[str, Any]]) -> str:
    """ "multinomial beats Gaussian: open. negative weights help: holds." """
    said = " ".join(f"{sentence(claim['claim'])[:-1]}: {claim['verdict']}." for claim in claims)
    return (
        "Both sides tuned with equal effort on the same people; whiskers are 95 % intervals of "
        f"paired differences. {said}"
    )


def renewed_by(benchmark: str, data: str) -> str:
    command = _command(benchmark, data)
    return f"`{command}` measures this anew."


def not_measured(benchmark: str, data: str) -> str:
    command = _command(benchmark, data)
    return f"This was not measured on that data yet. `{command}` does it, in some minutes."


def _command(benchmark: str, data: str) -> str:
    target = f"benchmarks/results/{benchmark}-{data}.json"
    return f"python -m benchmarks.{benchmark} --data {data} --json {target}"


def run_first(benchmark: str) -> str:
    return f"This was not measured yet, or its file is damaged. `{_run(benchmark)}` measures it."


def renewed(benchmark: str) -> str:
    return f"`{_run(benchmark)}` measures all of this anew."


def _run(benchmark: str) -> str:
    return f"python -m benchmarks.{benchmark} --json benchmarks/results/{benchmark}.json"


def shares(found: Sequence[Mapping[str, Any]]) -> str:
    """How far "under 1 % of the catalogue" is true, data set by data set."""
    said = [
        f"{DATA_NAMES.get(row['data'], row['data'])}: {row['under 1 %']:.0%} of {row['people']:,} "
        f"people, median {row['q50']:.1%} of {row['items']:,}"
        for row in found
        if row["taken up"] == "liked" or row["data"] == "crowdrank"
    ]
    return (
        'That a person touches "under 1 % of the catalogue" depends on the catalogue (dotted '
        "line). "
        f"Under 1 % are, by what people liked: {'; '.join(said)}."
    )


def pooled(which: str, n: int, values: Mapping[str, float]) -> str:
    """What the ways of pooling give at one amount of evidence."""
    said = "; ".join(f"{POOLINGS[name]} **{value:.3f}**" for name, value in values.items())
    return f"With {n}: {said} ({EVIDENCE_MEASURES[which]})."


def whole(n: int) -> str:
    return f"{n:,}"


def collision_level(level: str) -> str:
    return "none collide" if level.startswith("hashed") else f"{level} collide"


def collision_intro(n_ids: int) -> str:
    return (
        "A model learns a row of numbers for every id it meets. A fixed table leaves it to a hash "
        "function which row that is, so ids that meet on one are one to the model. A collisionless "
        "table looks ids up and gives each a row of its own. Drag the sliders: this is computed "
        f"here, from {whole(n_ids)} made-up ids, the id of rank r coming in proportion to r to the "
        "power of minus the skew."
    )


def collided(
    n_rows: int,
    n_ids: int,
    company: tuple[float, float],
    without: tuple[float, float],
    luck: Sequence[float],
) -> str:
    """How often ids meet: pairs are what is found and what the formula expects."""
    mean = sum(luck) / len(luck)
    return (
        f"- **{company[0]:.1%}** of the ids share their row with another (expected "
        f"{company[1]:.1%}). Counting one id of every row in use as undisturbed, it is "
        f"{without[0]:.1%} (expected {without[1]:.1%}).\n"
        "- Hashing does not look at how often an id comes, so skew does not change that: over "
        f"{len(luck)} hash functions {mean:.0%} of the traffic is on shared rows on average. What "
        f"skew adds is luck: between {min(luck):.0%} and {max(luck):.0%}.\n"
        f"- The collisionless table: **0**, with {whole(n_ids)} rows ({n_ids / n_rows:.2g} times "
        "as many) and an index that leads to them."
    )


def who_pays(skew: float, rare: float, frequent: float, foreign: float) -> str:
    """Shares of minorities in the rarest and the most frequent tenth; foreign traffic by visits."""
    said = (
        "Without skew everybody pays alike"
        if skew == 0.0
        else "What skew changes is who pays: a shared row is mostly its most frequent id's"
    )
    return (
        f"{said}. Of the rarest tenth **{rare:.0%}** are a minority on their own row, of the most "
        f"frequent tenth **{frequent:.0%}**. A visit, which mostly is a frequent id's if there is "
        f"skew, finds {foreign:.1%} of its row's traffic to be others'."
    )


def activation_layer(name: str) -> str:
    return name


def activation_place(name: str) -> str:
    """On an axis of layers: as short as can be."""
    short = {"embedding": "in", "after the last norm": "norm"}
    return short.get(name, name.removeprefix("layer "))


def activation_try(layer: str, readout: str) -> str:
    """Where else a hypothesis was tried."""
    return f"{layer}, {readout}" if readout else layer


def words(found: Words) -> Words:
    """How this language speaks of the items; a catalogue is configured in English."""
    return found


def genre(name: str) -> str:
    return name


VERDICTS = {"holds": "holds", "refuted": "refuted", "open": "open"}
WORDS: dict[str, Words] = {}  # English item -> the words of this language
GENRE_NAMES: dict[str, str] = {}
