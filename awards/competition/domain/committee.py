"""Seats of the organising committee by function, after p.118: suggestions, for bodies change names."""

from __future__ import annotations

from dataclasses import dataclass

from awards.core.text import Text


@dataclass(frozen=True)
class SeatTemplate:
    """A function of p.118; the committee's chair is the first of them."""

    code: str
    function: Text
    is_chair: bool = False


SUGGESTED_SEATS: tuple[SeatTemplate, ...] = (
    SeatTemplate(
        "chair",
        Text(
            "Президент Әкімшілігінің Мемлекеттік басқару бөлімінің меңгерушісі, комитет төрағасы",
            "Заведующий Отделом государственного управления Администрации Президента, председатель комитета",
            "Head of the Public Administration Department of the Presidential Administration, chair",
        ),
        is_chair=True,
    ),
    SeatTemplate(
        "project_management",
        Text(
            "Жобалық басқару жөніндегі уәкілетті органның бірінші басшысының орынбасары",
            "Заместитель первого руководителя уполномоченного органа по проектному управлению",
            "Deputy head of the authorised body for project management",
        ),
    ),
    SeatTemplate(
        "higher_education",
        Text(
            "Жоғары білім саласындағы уәкілетті органның бірінші басшысының орынбасары",
            "Заместитель первого руководителя уполномоченного органа по высшему образованию",
            "Deputy head of the authorised body for higher education",
        ),
    ),
    SeatTemplate(
        "information",
        Text(
            "Ақпарат және қоғамдық келісім саласындағы уәкілетті органның бірінші басшысының орынбасары",
            "Заместитель первого руководителя уполномоченного органа по информации и общественному согласию",
            "Deputy head of the authorised body for information and public accord",
        ),
    ),
    SeatTemplate(
        "civil_service",
        Text(
            "Мемлекеттік қызмет істері агенттігінің бірінші басшысының орынбасары",
            "Заместитель первого руководителя Агентства по делам государственной службы",
            "Deputy head of the Agency for Civil Service Affairs",
        ),
    ),
    SeatTemplate(
        "anti_corruption",
        Text(
            "Сыбайлас жемқорлыққа қарсы іс-қимыл агенттігінің бірінші басшысының орынбасары",
            "Заместитель первого руководителя Агентства по противодействию коррупции",
            "Deputy head of the Anti-Corruption Agency",
        ),
    ),
    SeatTemplate(
        "atameken",
        Text(
            "«Атамекен» Ұлттық кәсіпкерлер палатасының бірінші басшысының орынбасары",
            "Заместитель первого руководителя Национальной палаты предпринимателей «Атамекен»",
            "Deputy head of the Atameken National Chamber of Entrepreneurs",
        ),
    ),
    SeatTemplate(
        "academy",
        Text(
            "Мемлекеттік басқару академиясының ректоры",
            "Ректор Академии государственного управления",
            "Rector of the Academy of Public Administration",
        ),
    ),
    SeatTemplate(
        "community",
        Text(
            "Кәсіби жобалық қоғамдастықтың өкілі",
            "Представитель профессионального проектного сообщества",
            "Representative of the professional project-management community",
        ),
    ),
)
