from comity.charts.memberships import KINDS, Member, memberships_plot
from comity.charts.svg import svg_of


def member(name, x, y):
    return Member(name, x, y, f"#case-{name}")


def test_cases_are_told_apart_by_the_side_of_the_crossover_they_are_on():
    cases = [member("a", 0.9, 0.8), member("b", 0.9, 0.2), member("c", 0.1, 0.8), member("d", 0.1, 0.2)]
    assert [m.kind for m in cases] == list(KINDS)


def test_each_mark_is_a_link_that_says_its_case_in_words():
    spec = memberships_plot([member("FR", 0.25, 0.95)], x="DEV", y="SURV", title="DEV and SURV")
    drawn = svg_of(spec, name="xy")
    assert 'href="#case-FR"' in drawn
    assert f"FR: DEV 0.25, SURV 0.95, {KINDS[2]}" in drawn


def test_cases_at_one_point_share_a_label_and_no_label_covers_another():
    crowd = [member(f"case{n}", 0.5 + n / 500, 0.5) for n in range(40)] + [
        member("z", 0.9, 0.9),
        member("y", 0.9, 0.9),
    ]
    spec = memberships_plot(crowd, x="A", y="Y", title="A and Y")
    texts = [row["text"] for layer in spec["layer"] for row in layer["data"]["values"] if "text" in row]
    assert "y, z" in texts
    assert len(texts) < 41
