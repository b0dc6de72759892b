"""The finance team's page in the browser: a policy with its problems, its timetable, its explanation and what a change of it does."""
