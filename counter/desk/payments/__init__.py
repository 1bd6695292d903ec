"""The money of a dossier (phí, lệ phí, nghĩa vụ tài chính): what is asked for, what is paid, what is given back."""
