import pytest

from comity.analysis import Analysis
from comity.diagnostics import UsageError
from comity.references import Row
from comity.standing.ground import Ground


@pytest.fixture(scope="module")
def ground(analysis: Analysis) -> Ground:
    return Ground(analysis)


def naming(ground: Ground, name: str) -> set[tuple[str, str, str]]:
    standing = ground.standing(ground.found(name))
    return {(r.column, r.by.table, r.by.id) for r in standing.named_by}


def named(ground: Ground, name: str) -> set[tuple[str, str, str]]:
    standing = ground.standing(ground.found(name))
    return {(r.column, r.to.table, r.to.id) for r in standing.names}


def test_a_provision_stands_on_its_arrangement_and_on_what_it_is_given_for(ground: Ground) -> None:
    assert named(ground, "return") == {
        ("arrangement", "arrangements", "mp"),
        ("exchange_for", "provisions", "visas"),
    }
    assert naming(ground, "visas") == {("exchange_for", "provisions", "return")}


def test_who_bears_a_provision_is_an_actor_or_only_a_side(ground: Ground) -> None:
    assert ("bearer", "actors", "eu") in named(ground, "visas")
    assert "bearer" not in {column for column, _, _ in named(ground, "return")}


def test_an_actor_is_named_by_its_rows_and_by_what_calls_it_by_another_name(ground: Ground) -> None:
    assert naming(ground, "eu") == {
        ("member_of", "actors", "commission"),
        ("actor", "roles", "drafting"),
        ("bearer", "provisions", "visas"),
        ("issuer", "documents", "draft"),
    }


def test_a_source_is_cited_by_its_key_among_other_words(ground: Ground) -> None:
    assert naming(ground, "com-2007") == {
        ("source", "documents", "draft"),
        ("source", "arrangements", "mp"),
        ("source", "roles", "drafting"),
    }


def test_a_document_holds_passages_codings_and_statements(ground: Ground) -> None:
    assert naming(ground, "note") == {("document", "statements", "said")}
    tables = {table for _, table, _ in naming(ground, "draft")}
    assert tables == {"passages", "codings"}


def test_a_passage_and_its_coding_lead_to_each_other(ground: Ground) -> None:
    passage = ground.held["passages"].frame["row"][0]
    coding = f"{passage}/shared_responsibility/lexicon"
    assert ("passage", "codings", coding) in naming(ground, passage)
    assert ("passage", "passages", passage) in named(ground, coding)
    assert "D1/eu/shared_responsibility" in set(ground.standing(ground.found(coding)).figures["figure"])


def test_on_a_provision_stand_the_figures_that_count_it_and_the_claims_on_these(ground: Ground) -> None:
    standing = ground.standing(ground.found("return"))
    how = dict(standing.figures.select("figure", "how").iter_rows())
    assert how["P1/eu"] == "counts it as guards"
    assert standing.claims["claim"].to_list() == ["control-leads", "more-from-partners"]


def test_a_claim_rests_on_both_figures_that_it_compares_and_on_their_rows(ground: Ground) -> None:
    standing = ground.standing(ground.found("more-from-partners"))
    assert set(standing.rests_on["figure"]) == {"P2/eu/partner", "P2/eu/lead"}
    assert set(standing.counted["row"]) == {"provisions/return", "provisions/visas"}


def test_a_figure_counts_rows_and_carries_claims(ground: Ground) -> None:
    standing = ground.standing(ground.found("P1/eu"))
    assert set(standing.counted["row"]) == {"provisions/return", "provisions/visas"}
    assert standing.claims["claim"].to_list() == ["control-leads"]


def test_a_figure_carries_the_claims_that_compare_another_with_it(ground: Ground) -> None:
    standing = ground.standing(ground.found("P2/eu/lead"))
    assert standing.claims["claim"].to_list() == ["more-from-partners"]


def test_a_source_carries_the_figures_of_the_rows_that_cite_it(ground: Ground) -> None:
    how = dict(ground.standing(ground.found("com-2007")).figures.select("figure", "how").iter_rows())
    assert how["I2/eu/drafter"] == "counts 1 row of it"
    assert "D1/eu/shared_responsibility" in how
    assert "P1/eu" not in how


def test_every_reference_is_found_from_both_of_its_ends(ground: Ground) -> None:
    rows = [Row(table, each) for table, held in ground.held.items() for each in held.frame[held.identity]]
    down = {reference for row in rows for reference in ground.references.of(row)}
    up = {reference for row in rows for reference in ground.references.to(row)}
    assert down
    assert down == up


def test_a_name_that_two_things_bear_is_asked_back(ground: Ground) -> None:
    with pytest.raises(UsageError, match=r"an arrangement and a source. Write arrangements/mp or sources/mp"):
        ground.found("mp")
    assert ground.found("sources/mp") == Row("sources", "mp")


def test_an_actor_is_found_by_any_of_its_names(ground: Ground) -> None:
    assert ground.found("European Union") == Row("actors", "eu")


@pytest.mark.parametrize(
    ("name", "near"),
    [("retrun", "return"), ("shared_resp", "D1/eu/shared_responsibility"), ("P1", "measure .* P1/eu")],
)
def test_a_name_that_nothing_bears_is_answered_with_those_near_it(
    ground: Ground, name: str, near: str
) -> None:
    with pytest.raises(UsageError, match=near):
        ground.found(name)
