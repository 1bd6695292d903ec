"""Tables from elsewhere: procedure catalogues, backlogs from paper, staff lists."""
