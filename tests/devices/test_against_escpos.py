"""Where python-escpos is right, our bytes are its bytes; where it is wrong, we know it."""

import json
import os
import subprocess
import sys
from pathlib import Path

from devices.encode.commands import barcode, qr

SCRIPT = """
import contextlib, io, json, os, sys, tempfile
with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
    os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"] = folder
    from escpos.printer import Dummy
    printer = Dummy()
    printer.barcode("{BH56.22.17", "CODE128", height=64, width=2, function_type="B")
    bars = printer.output.hex()
    printer.clear()
    printer.qr("H56.22.17-261123-0007", ec=1, size=5, native=True, center=False)
    code = printer.output.hex()
    printer.clear()
    from escpos.capabilities import CAPABILITIES
    capital = CAPABILITIES["encodings"]["TCVN-3-2"]["data"][2][7]
sys.stdout.write(json.dumps([bars, code, capital]))
"""


def test_codes_and_the_letter_it_gets_wrong() -> None:
    run = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    bars, code, capital = json.loads(run.stdout)
    ours = barcode("H56.22.17", 576)
    assert ours
    data = b"\x1dkI\x0b{BH56.22.17"
    for command in (b"\x1dh@", b"\x1dw\x02", b"\x1dH\x02", data):
        assert command in bytes.fromhex(bars)
        assert command in ours
    assert bytes.fromhex(code).strip(b"\n") in qr("H56.22.17-261123-0007")
    assert capital == "\u00d0", "python-escpos mends its table: Đ (U+0110) need not be mapped by us any more"


QUIET = """
import logging, os, sys, tempfile
from devices.encode.escpos import encode
from devices.profile import Profile, Strategy, profile
from tests.devices.samples import TWENTY_LINES
for strategy in Strategy:
    encode(TWENTY_LINES, Profile(strategy=strategy))
profile("TM-T20II")
print([logging.getLogger().handlers, os.listdir(tempfile.gettempdir()), "escpos.capabilities" in sys.modules])
"""


def test_it_is_kept_from_the_screen_the_log_and_the_temporary_folder(tmp_path: Path) -> None:
    """Imported whole it prints, sets up logging and leaves a folder behind: only its constants are imported."""
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    run = subprocess.run([sys.executable, "-c", QUIET], capture_output=True, text=True, env=environment)
    assert (run.stdout, run.stderr) == ("[[], [], False]\n", "")
    first = "import sys, devices.printer, devices.spool; print('escpos' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", first], capture_output=True, text=True).stdout == "False\n"
