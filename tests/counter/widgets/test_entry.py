"""What is wrong is told whole, however narrow the form."""

from tests.counter.widgets.form import made


async def test_a_long_complaint_takes_the_lines_that_it_needs() -> None:
    app = made()
    async with app.run_test(size=(40, 24)) as pilot:
        await app.opened()
        field = app.screen.query_one("#first")
        entry = field.parent
        assert entry is not None
        field.problem = "a complaint of many words that no single line of this form can hold"  # type: ignore[attr-defined]
        await pilot.pause()
        told = app.screen.query_one(".entry--problem")
        assert told.size.height > 1
        assert entry.size.height == 1 + told.size.height  # type: ignore[attr-defined]
        field.problem = ""  # type: ignore[attr-defined]
        await pilot.pause()
        assert entry.size.height == 1  # type: ignore[attr-defined]
