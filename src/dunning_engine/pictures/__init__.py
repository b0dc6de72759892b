"""What is drawn for people: the timetable as a picture, an explanation as a page."""
