"""Who and what the demo is about: everything is fictional, and every number is one that is never issued.

BINs and IINs are of the safe ranges (month 13, impossible dates); names begin with letters that test sorting.
"""

from __future__ import annotations

from dataclasses import dataclass

from awards.core.text import Text
from awards.registry.domain import (
    Financing,
    OrganisationKind,
    ProductKind,
    ProjectScale,
    TimeLimit,
)


@dataclass(frozen=True)
class Body:
    """A demo organisation; `key` is how stories name it."""

    key: str
    bin: str
    kind: OrganisationKind
    region: str
    name: Text
    parent: str = ""


BODIES: tuple[Body, ...] = (
    Body(
        "digital",
        "991340000017",
        OrganisationKind.CENTRAL,
        "KZ-71",
        Text(
            "«Демо» Цифрлық қызметтер министрлігі",
            "«Демо» Министерство цифровых услуг",
            "“Demo” Ministry of Digital Services",
        ),
    ),
    Body(
        "water",
        "991340000027",
        OrganisationKind.CENTRAL,
        "KZ-71",
        Text(
            "«Демо» Су ресурстары агенттігі",
            "«Демо» Агентство водных ресурсов",
            "“Demo” Water Resources Agency",
        ),
    ),
    Body(
        "labour",
        "991340000116",
        OrganisationKind.CENTRAL,
        "KZ-71",
        Text(
            "«Демо» Еңбек нарығы министрлігі",
            "«Демо» Министерство рынка труда",
            "“Demo” Ministry of the Labour Market",
        ),
    ),
    Body(
        "ulytau",
        "991340000037",
        OrganisationKind.LOCAL,
        "KZ-62",
        Text(
            "Ұлытау облысының әкімдігі (демо)",
            "Акимат области Ұлытау (демо)",
            "Akimat of Ulytau Region (demo)",
        ),
    ),
    Body(
        "urzhar",
        "991340000047",
        OrganisationKind.LOCAL,
        "KZ-10",
        Text(
            "Үржар ауданы әкімдігінің демо-офисі",
            "Демо-офис акимата Урджарского района",
            "Demo office of the akimat of Urzhar district",
        ),
    ),
    Body(
        "shymkent",
        "991340000126",
        OrganisationKind.LOCAL,
        "KZ-79",
        Text(
            "Шымкент қаласының әкімдігі (демо)",
            "Акимат города Шымкент (демо)",
            "Akimat of Shymkent city (demo)",
        ),
    ),
    Body(
        "qorgau",
        "991340000057",
        OrganisationKind.SECURITY,
        "KZ-71",
        Text("«Қорғау» демо-комитеті", "Демо-комитет «Қорғау»", "“Qorgau” demo committee"),
    ),
    Body(
        "datacentre",
        "991340000067",
        OrganisationKind.SUBORDINATE,
        "KZ-71",
        Text(
            "«Деректер орталығы» ШЖҚ РМК (демо)",
            "РГП на ПХВ «Центр данных» (демо)",
            "Data Centre state enterprise (demo)",
        ),
        parent="digital",
    ),
    Body(
        "qazjol",
        "991340000077",
        OrganisationKind.QUASI,
        "KZ-71",
        Text("«ҚазЖол-Демо» ҰК АҚ", "АО «НК «ҚазЖол-Демо»", "QazJol-Demo national company"),
    ),
    Body(
        "halal",
        "991340000087",
        OrganisationKind.PRIVATE,
        "KZ-75",
        Text("«Һалал Өнім Демо» ЖШС", "ТОО «Һалал Өнім Демо»", "Halal Onim Demo LLP"),
    ),
    Body(
        "ile",
        "991340000097",
        OrganisationKind.PRIVATE,
        "KZ-19",
        Text("«Іле Логистика Демо» ЖШС", "ТОО «Іле Логистика Демо»", "Ile Logistics Demo LLP"),
    ),
    Body(
        "alem",
        "991340000106",
        OrganisationKind.CIVIL,
        "KZ-75",
        Text("«Әлем Университеті» демо", "«Әлем Университеті» демо", "Alem University demo"),
    ),
)


@dataclass(frozen=True)
class Plan:
    """A demo project: titles, months it takes, budget in millions of tenge, features of appendix 6."""

    title: Text
    months: int
    budget: int
    scale: ProjectScale
    product: ProductKind
    limit: TimeLimit
    financing: Financing


_MONO, _MULTI, _MEGA = ProjectScale.MONO, ProjectScale.MULTI, ProjectScale.MEGA
_IT, _LAW = ProductKind.INFORMATISATION, ProductKind.NORMATIVE
_INFRA, _BUILD, _OTHER = ProductKind.INFRASTRUCTURE, ProductKind.BUILDINGS, ProductKind.OTHER
_CRITICAL, _URGENT, _NORMAL = TimeLimit.CRITICAL, TimeLimit.URGENT, TimeLimit.NORMAL
_IN, _OUT = Financing.INTERNAL, Financing.EXTERNAL

PLANS: tuple[Plan, ...] = (
    Plan(
        Text("Ауыл мектептеріне интернет", "Интернет в сельские школы", "Internet for rural schools"),
        20, 120, _MULTI, _INFRA, _URGENT, _IN,
    ),
    Plan(
        Text("Бірыңғай жәрдемақы порталы", "Единый портал пособий", "Single benefits portal"),
        10, 260, _MONO, _IT, _CRITICAL, _IN,
    ),
    Plan(
        Text("Су үнемдеу датчиктері", "Датчики водосбережения", "Water-saving sensors"),
        22, 310, _MULTI, _INFRA, _NORMAL, _OUT,
    ),
    Plan(
        Text("Жол жөндеуді цифрлық бақылау", "Цифровой контроль ремонта дорог", "Digital control of road repair"),
        18, 150, _MONO, _IT, _URGENT, _IN,
    ),
    Plan(
        Text("Жаңа емхана", "Новая поликлиника", "New clinic"),
        40, 4_800, _MONO, _BUILD, _CRITICAL, _OUT,
    ),
    Plan(
        Text("Лицензиялау ережелерін жаңарту", "Обновление правил лицензирования", "Licensing-rules reform"),
        8, 12, _MONO, _LAW, _NORMAL, _IN,
    ),
    Plan(
        Text("Өңірлік инвестиция терезесі", "Региональное окно инвестора", "Regional investor window"),
        16, 60, _MULTI, _IT, _NORMAL, _IN,
    ),
    Plan(
        Text("Қала жарығын жаңғырту", "Модернизация уличного освещения", "Street-light upgrade"),
        24, 900, _MULTI, _INFRA, _URGENT, _OUT,
    ),
    Plan(
        Text("Мұрағатты цифрландыру", "Оцифровка архива", "Archive digitisation"),
        38, 140, _MONO, _IT, _NORMAL, _IN,
    ),
    Plan(
        Text("Жастар тәжірибесі", "Молодёжная практика", "Youth internship"),
        9, 20, _MONO, _OTHER, _NORMAL, _IN,
    ),
    Plan(
        Text("Өңірді дамыту мегажобасы", "Мегапроект развития региона", "Regional development mega-project"),
        48, 22_000, _MEGA, _INFRA, _CRITICAL, _OUT,
    ),
    Plan(
        Text("Қойма автоматтандыру", "Автоматизация склада", "Warehouse automation"),
        9, 110, _MONO, _IT, _NORMAL, _IN,
    ),
)  # fmt: skip

FIRST_PEOPLE = (
    "Әлия Сәрсенова", "Қайрат Төлегенов", "Ұлан Жақсыбек", "Үміт Өмірбек", "Іңкәр Болатқызы", "Һәкім Рахимов",
    "Ғалым Нұрланұлы", "Өркен Әбілов", "Ыбырай Тоқтар", "Ирина Ким", "Цзян Ли", "Яна Петрова",
)  # fmt: skip
SAFE_IINS = (
    "991399300028", "991399400014", "991399300048", "991399400034", "991399300068", "991399400054",
)  # fmt: skip

_WOMEN = (
    "Аида",
    "Гүлнар",
    "Дана",
    "Жанар",
    "Зере",
    "Қарлығаш",
    "Ләззат",
    "Мөлдір",
    "Назерке",
    "Сәуле",
    "Шолпан",
    "Эльмира",
)
_MEN = (
    "Алмас",
    "Бауыржан",
    "Дәурен",
    "Ерлан",
    "Жандос",
    "Ілияс",
    "Марат",
    "Нұржан",
    "Олжас",
    "Рүстем",
    "Санжар",
    "Тимур",
)
_ROOTS = (
    "Ахмет", "Бекен", "Досан", "Ермек", "Нұрлан", "Қасым", "Мұқан", "Оспан", "Сейіт", "Тілеу", "Үсен", "Шәріп",
)  # fmt: skip


def people() -> tuple[str, ...]:
    """More than two hundred fictional names, the twelve of the demo's story first, then made of first names and roots."""
    made = []
    for turn in range(9):
        for index, root in enumerate(_ROOTS):
            woman, man = _WOMEN[(index + turn) % 12], _MEN[(index + 2 * turn) % 12]
            made += [f"{woman} {root}ова", f"{man} {root}ов"]
    return (*FIRST_PEOPLE, *dict.fromkeys(made))


SPECIAL = Text("Цифрлық қызмет жобасы", "Проект цифрового сервиса", "Digital service project")
SPONSOR = "«Демо» кәсіби жобалық қоғамдастығы"
SEATS: tuple[tuple[Text, str], ...] = (
    (
        Text(
            "Мемлекеттік басқару бөлімінің меңгерушісі (төраға)",
            "Заведующий Отделом государственного управления (председатель)",
            "Head of the Public Administration Department (chair)",
        ),
        "Демо Төраға",
    ),
    (
        Text(
            "Жобалық басқару жөніндегі уәкілетті органның бірінші басшысының орынбасары",
            "Заместитель первого руководителя уполномоченного органа по проектному управлению",
            "Deputy head of the authorised body for project management",
        ),
        "Үміт Өмірбек",
    ),
    (
        Text(
            "Мемлекеттік қызмет істері агенттігінің өкілі",
            "Представитель Агентства по делам государственной службы",
            "Agency for Civil Service Affairs",
        ),
        "Ыбырай Тоқтар",
    ),
    (
        Text("Мемлекеттік басқару академиясының ректоры", "Ректор Академии", "Rector of the Academy"),
        "Өркен Әбілов",
    ),
)
