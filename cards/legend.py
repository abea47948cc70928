"""Keys to marks and colours, as HTML lists."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from texts import Texts

MEMBERS = {"north": 15, "south": 10}


def overview_legend(t: Texts, shown: Sequence[str]) -> str:
    """The key of the balance chart."""
    items = [_group(t, group) for group in shown]
    items.append(_item("kommun", escape(t("oversikt.one_kommun"))))
    items.append(_item("goal", f'<b class="goal">{escape(t("oversikt.goal_adopted"))}</b>'))
    items.append(_item("goal draft", f'<b class="goal">{escape(t("oversikt.goal_draft"))}</b>'))
    return f'<ul class="legend">{"".join(items)}</ul>'


def goals_legend(t: Texts) -> str:
    """The key of the goals chart."""
    region = _item("region", f"<b>{escape(t('common.group.region'))}</b>")
    items = [region, *(_group(t, group) for group in MEMBERS), _item("kommun", escape(t("oversikt.one_kommun")))]
    items.append(_item("goal", f'<b class="goal">{escape(t("mal.legend_goal"))}</b>'))
    items.append(_item("goal draft", f'<b class="goal">{escape(t("oversikt.goal_draft"))}</b>'))
    return f'<ul class="legend">{"".join(items)}</ul>'


def _group(t: Texts, group: str) -> str:
    count = f" ({MEMBERS[group]})" if group in MEMBERS else ""
    return _item(group, f'<span><b class="{group}">{escape(t(f"common.group.{group}"))}</b>{count}</span>')


def _item(mark: str, label: str) -> str:
    return f'<li><i class="mark {mark}" aria-hidden="true"></i>{label}</li>'
