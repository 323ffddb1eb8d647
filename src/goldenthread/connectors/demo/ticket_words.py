"""What people say at a desk in health care."""

TITLES: dict[str, dict[str, list[str]]] = {
    "booking": {"incident": ["Times are shown an hour late"], "request": ["Open Saturday times"]},
    "video": {
        "incident": [
            "No sound in the video call",
            "Patient cannot open the link",
            "Picture freezes after a minute",
            "Waiting room stays empty",
            "Camera is not found",
        ],
        "request": ["A video room for the diabetes team", "Second camera for room 4", "Invite an interpreter to calls"],
    },
    "signon": {
        "incident": [
            "Cannot sign in after password change",
            "Locked out since this morning",
            "Card is not read at the ward",
            "Asked for the code twice",
            "Signed out every ten minutes",
        ],
        "request": [
            "Rights for the pharmacy system",
            "New starter on Monday",
            "Access for a locum physician",
            "Remove the rights of a leaver",
        ],
    },
    "results": {
        "incident": ["Ward tablets show yesterday's results", "Blood gas is missing", "Result opens the wrong patient"],
        "request": ["Show microbiology on the tablet", "Sort results by time"],
    },
    "rota": {
        "incident": ["Rota page slow since the weekend", "Shift swap is not saved", "Holiday shows as a shift"],
        "request": ["New shift pattern for ward 7", "Give the lead the right to plan", "Copy the rota to my calendar"],
    },
    "wireless": {
        "incident": [
            "Wireless drops in the east stairwell",
            "Tablet does not connect on ward 3",
            "Very slow in the waiting room",
            "No network in the new annex",
        ],
        "request": ["Guest access for a training day", "Access point for the tea kitchen"],
    },
    "printing": {
        "incident": [
            "Label printer prints blank labels",
            "Paper jam every third page",
            "Prescriptions come out twice",
            "Scanner sends to the old mailbox",
        ],
        "request": [
            "Label printer for the medicine room",
            "Toner for the admission desk",
            "Move the printer to room 12",
        ],
    },
    "mail": {
        "incident": ["Mail arrives an hour late", "Calendar shows other people's times", "Attachment is blocked"],
        "request": [
            "Shared mailbox for the diabetes team",
            "Rename the outpatient calendar",
            "Restore a deleted folder",
        ],
    },
}
WAITS = ["the requester", "the requester's answer", "the supplier", "a part", "approval of the ward manager"]
SOLUTIONS = {
    "incident": [
        "Session reset; works again.",
        "Driver renewed and tried with the user.",
        "Configuration corrected on the server.",
        "Cable replaced.",
        "User shown the right way; article linked.",
        "Service restarted, the cause is followed up as a problem.",
    ],
    "request": [
        "Set up as asked.",
        "Rights given and tried.",
        "Ordered, installed and labelled.",
        "Done; the team was told.",
    ],
}
CHANGES = [
    "Renew certificates",
    "Move media node 2",
    "Update the directory servers",
    "Raise the database's memory",
    "Patch the controllers",
    "Replace the core switch of site B",
    "Deploy the monthly release",
    "Turn off the old fax gateway",
]
PROBLEMS = (
    ("signon", "Directory copy falls behind", 128),
    ("wireless", "Controllers lose their licence at restart", 195),
    ("video", "Media nodes run out of memory", 70),
    ("printing", "Label queue stops at midnight", 30),
    ("rota", "Rota slows when two leads plan at once", 25),
)
