"""The same dialogue in botbuilder-dialogs (PyPI), state through JSON between turns; run by the peer's own environment."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from time import process_time

from botbuilder.core import ConversationState, MemoryStorage, MessageFactory, TurnContext
from botbuilder.core.adapters import TestAdapter
from botbuilder.dialogs import DialogSet, DialogTurnStatus, WaterfallDialog
from botbuilder.dialogs.choices import Choice
from botbuilder.dialogs.prompts import (
    ChoicePrompt,
    ConfirmPrompt,
    NumberPrompt,
    PromptOptions,
    TextPrompt,
)
from botbuilder.schema import (
    Activity,
    ActivityTypes,
    ChannelAccount,
    ConversationAccount,
    ResourceResponse,
)

ANSWERS = ("2", "Ravi Kumar", "abc", "1234567890", "85000", "3", "yes")
PURPOSES = ["Scholarship", "Ration card", "Bank loan", "Other"]
DISTRICTS = [
    "Anantapur", "Chittoor", "East Godavari", "Guntur", "Krishna", "Kurnool", "Nellore", "Prakasam", "Srikakulam",
    "Visakhapatnam", "Vizianagaram", "West Godavari", "Kadapa",
]  # fmt: skip


class Silent(TestAdapter):
    """Takes what the bot says and does nothing with it."""

    async def send_activities(self, context, activities):
        return [ResourceResponse(id="1") for _ in activities]


def options(question, choices=()):
    """Return what a prompt asks, and asks again."""
    return PromptOptions(
        prompt=MessageFactory.text(question),
        retry_prompt=MessageFactory.text(f"{question} Please try again."),
        choices=[Choice(each) for each in choices],
    )


async def a_name(context):
    return context.recognized.succeeded and 3 <= len(context.recognized.value) <= 60


async def ten_digits(context):
    return (
        context.recognized.succeeded
        and re.fullmatch(r"\d{10}", context.recognized.value) is not None
    )


async def an_income(context):
    return context.recognized.succeeded and 0 <= context.recognized.value <= 10_000_000


def asks(prompt, name, question, choices=()):
    """Return a waterfall step that keeps the answer before and asks the next question."""

    async def step(context):
        if name:
            context.values[name] = getattr(context.result, "value", context.result)
        return await context.prompt(prompt, options(question, choices))

    return step


async def closing(context):
    """Say thanks and end."""
    await context.context.send_activity(
        f"{context.values['applicant']}, your enquiry has been received."
    )
    return await context.end_dialog()


def bot():
    """Return the dialogues and the state they live in."""
    storage = MemoryStorage()
    state = ConversationState(storage)
    dialogs = DialogSet(state.create_property("dialog"))
    for prompt in (
        TextPrompt("name", a_name),
        TextPrompt("digits", ten_digits),
        NumberPrompt("number", an_income),
        ChoicePrompt("choice"),
        ConfirmPrompt("confirm", default_locale="en-us"),
    ):
        dialogs.add(prompt)
    steps = [
        asks("choice", "", "For what purpose?", PURPOSES),
        asks("name", "purpose", "Your full name?"),
        asks("digits", "applicant", "The ten-digit application number?"),
        asks("number", "reference", "Yearly income of the family?"),
        asks("choice", "income", "Which district?", DISTRICTS),
        asks("confirm", "district", "Is everything right?"),
        closing,
    ]
    dialogs.add(WaterfallDialog("enquiry", steps))
    return dialogs, state, storage


async def say(bot_, text, conversation):
    """Take one turn."""
    dialogs, state, _ = bot_
    activity = Activity(
        type=ActivityTypes.message, text=text, channel_id="test", locale="en-us", id="1", service_url="-",
        from_property=ChannelAccount(id="citizen"), recipient=ChannelAccount(id="bot"),
        conversation=ConversationAccount(id=conversation),
    )  # fmt: skip
    context = TurnContext(Silent(None), activity)
    dialog = await dialogs.create_context(context)
    result = await dialog.continue_dialog()
    if result.status == DialogTurnStatus.Empty:
        result = await dialog.begin_dialog("enquiry")
    await state.save_changes(context, False)
    return result.status


def through_json(storage, conversation):
    """Write the stored state as JSON and read it back, as a database would; return its size."""
    stored = storage.memory.get(f"test/conversations/{conversation}")
    text = (
        stored
        if isinstance(stored, str)
        else json.dumps(stored, default=lambda each: getattr(each, "__dict__", str(each)))
    )
    json.loads(text)
    return len(text)


async def converse(bot_, conversations):
    """Hold so many conversations; return the largest stored state."""
    largest = 0
    for number in range(conversations):
        conversation = f"c{number % 50}"
        await say(bot_, "hello", conversation)
        status = None
        for text in ANSWERS:
            largest = max(largest, through_json(bot_[2], conversation))
            status = await say(bot_, text, conversation)
        assert status == DialogTurnStatus.Complete, status
    return largest


def main():
    """Print one line of JSON."""
    conversations = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    made = bot()
    asyncio.run(converse(made, 3))
    before = process_time()
    largest = asyncio.run(converse(made, conversations))
    used = process_time() - before
    turns = conversations * len(ANSWERS)
    print(
        json.dumps(
            {
                "engine": "botbuilder-dialogs",
                "turns": turns,
                "turns_per_cpu_s": round(turns / used),
                "state_bytes": largest,
            }
        )
    )


if __name__ == "__main__":
    main()
