"""What generated reports and claims say: invented towns and ordinary services, in French and English."""

from typing import Any
from uuid import UUID

from .reading import get_uuid

CONVENTION = {
    "title_fr": "Convention de mesure",
    "title_en": "Convention for measuring",
    "slug_fr": "convention-de-mesure",
    "slug_en": "convention-for-measuring",
    "lead_fr": "Textes engendrés, villes inventées : de quoi éprouver le site en grand. Personne n’a dit cela.",
    "lead_en": "Generated texts, invented towns: matter to try the site on a large scale. Nobody said this.",
    "town": "Valbrume",
    "place": "Salle des fêtes",
}

TOWNS = (
    "Valbrume", "Montferrier", "Aigremont", "Rochelande", "Saint-Orain", "Belcastel", "Lormaison", "Vauclaire",
    "Pierrefosse", "Grandlieu", "Châtelvert", "Fontenoire", "Sauvebois", "Hautecombe", "Clairmarais", "Boisrenaud",
    "Trévanel", "Kermorin", "Ussignac", "Beaupréau-les-Eaux", "Malaucelle", "Vernouillac", "Escalquières",
)  # fmt: skip

SERVICES = (
    ("Bibliothèque", "Library"),
    ("Transports", "Transport"),
    ("Hôpital", "Hospital"),
    ("École", "School"),
    ("Logement", "Housing"),
    ("Impôts", "Tax office"),
    ("Poste", "Post office"),
    ("Énergie", "Energy"),
    ("Eau", "Water"),
    ("Banque", "Bank"),
    ("Retraite", "Pensions"),
    ("Justice", "Courts"),
    ("État civil", "Registry office"),
    ("Université", "University"),
    ("Assurance maladie", "Health insurance"),
    ("Cantine", "School meals"),
    ("Crèche", "Nursery"),
    ("Déchets", "Refuse collection"),
    ("Sport", "Sports grounds"),
)

FINDINGS = (
    (
        "Le rendez-vous ne se prend plus qu’en ligne.",
        "Appointments are made online only.",
        "Qui n’a pas de connexion demande à un voisin, ou renonce.",
        "Those without a connection ask a neighbour, or give up.",
    ),
    (
        "Le téléphone sonne dans le vide.",
        "The telephone rings unanswered.",
        "Un serveur vocal renvoie au site, qui renvoie au téléphone.",
        "A voice menu sends callers to the website, which sends them to the telephone.",
    ),
    (
        "Les agents n’ont plus la main.",
        "Staff can no longer step in.",
        "Ils voient l’erreur, et le logiciel leur interdit de la corriger.",
        "They see the mistake, and the software forbids them to mend it.",
    ),
    (
        "Le papier revient par la fenêtre.",
        "Paper comes back through the window.",
        "Chaque pièce jointe est imprimée, signée, numérisée, puis envoyée encore.",
        "Every attachment is printed, signed, scanned, then sent again.",
    ),
    (
        "Les données voyagent.",
        "Data travel.",
        "Trois prestataires au moins reçoivent le dossier ; aucun n’est nommé à l’usager.",
        "Three contractors at least receive the file; users are told the name of none.",
    ),
    (
        "L’économie n’est comptée nulle part.",
        "Nobody has counted the saving.",
        "Licences, pannes et formations figurent sur d’autres lignes du budget.",
        "Licences, breakdowns and training stand on other lines of the budget.",
    ),
)

CLAIMS = (
    ("un guichet ouvert chaque jour", "a counter open every day"),
    ("un numéro de téléphone auquel quelqu’un répond", "a telephone number that somebody answers"),
    ("un formulaire en papier pour chaque démarche", "a paper form for every procedure"),
    ("le droit de payer en espèces", "the right to pay in cash"),
    ("une réponse écrite et signée à chaque refus", "a written and signed answer to every refusal"),
    ("aucune caméra qui reconnaisse les visages", "no camera that recognises faces"),
    ("le nom de chaque prestataire, affiché", "the name of every contractor, posted up"),
    ("aucune décision prise par un calcul seul", "no decision taken by calculation alone"),
    ("la règle de calcul publiée, en mots", "the rule of calculation published, in words"),
    ("un délai suspendu quand le site est en panne", "deadlines suspended while the website is down"),
    ("des interprètes sur rendez-vous", "interpreters by appointment"),
    ("des formations payées, sur le temps de travail", "training paid for and in working hours"),
    ("aucun compte obligatoire pour s’informer", "no compulsory account just to be informed"),
    ("un vote du personnel avant tout nouveau logiciel", "a vote of the staff before any new software"),
    ("les données effacées au terme de la démarche", "data erased when the procedure ends"),
    ("une machine réparable, et quelqu’un pour la réparer", "a machine that can be mended, and someone to mend it"),
    ("le code des programmes ouvert à la lecture", "programs whose code is open to be read"),
    ("une permanence dans chaque quartier", "office hours in every neighbourhood"),
    ("le courrier postal accepté partout", "letters by post accepted everywhere"),
    ("un bilan annuel lu en public", "a yearly account read out in public"),
)


def get_report_key(number: int) -> UUID:
    return get_uuid(f"generated report {number}")


def get_report(number: int, code: str) -> dict[str, Any]:
    """Return the texts of the report with `number`, counted from 0."""
    service_fr, service_en = SERVICES[number % len(SERVICES)]
    town = TOWNS[number % len(TOWNS)]
    return {
        "translation_key": get_report_key(number),
        "title_fr": f"{service_fr}, {town}",
        "title_en": f"{service_en}, {town}",
        "slug_fr": f"atelier-{code.lower()}",
        "slug_en": f"workshop-{code.lower()}",
        "lead_fr": f"Compte rendu engendré de l’atelier {code}, tenu à {town}, ville inventée.",
        "lead_en": f"Generated report of workshop {code}, held in {town}, an invented town.",
    }


def get_finding(number: int, place: int) -> dict[str, str]:
    """Return finding `place` of report `number`, both counted from 0."""
    title_fr, title_en, text_fr, text_en = FINDINGS[(place + number) % len(FINDINGS)]
    return {"title_fr": title_fr, "title_en": title_en, "text_fr": text_fr, "text_en": text_en}


def make_claim_texts(number: int, place: int) -> dict[str, Any]:
    """Return the texts of claim `place` of report `number`, both counted from 0."""
    service_fr, service_en = SERVICES[number % len(SERVICES)]
    town = TOWNS[number % len(TOWNS)]
    demand_fr, demand_en = CLAIMS[(place + number) % len(CLAIMS)]
    return {
        "translation_key": get_uuid(f"generated claim {number} {place}"),
        "title_fr": f"{service_fr} : {demand_fr}",
        "title_en": f"{service_en}: {demand_en}",
        "slug_fr": f"revendication-{place + 1}",
        "slug_en": f"claim-{place + 1}",
        "statement_fr": f"{service_fr}, à {town} : {demand_fr}, et le budget qu’il y faut.",
        "statement_en": f"{service_en}, {town}: {demand_en}, and the budget it takes.",
    }
