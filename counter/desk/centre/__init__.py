"""The office and its centre: status, connection, enrolment, and what is said of them."""
