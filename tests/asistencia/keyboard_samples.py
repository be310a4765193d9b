"""What a scanner's keyboard and a computer's make of what was read: the same samples for the server
(`asistencia/keyboards.py`) and for the phone (`static/js/gate/code.js`)."""

ONE, TWO = "7K3M9QXT2WVA2", "PRACT1CA0001Z"
ADDRESS = f"https://jornadas.example/pase/{ONE}/"

# By what happened: the text as it arrived, and the codes in it.
SAMPLES = {
    "as it is": (ONE, [ONE]),
    "spoken": ("7k3m 9qxt 2wva2", [ONE]),
    "an address": (ADDRESS, [ONE]),
    "caps lock": (ONE.lower(), [ONE]),
    "caps lock, an address": (ADDRESS.swapcase(), [ONE]),
    "an address on a Latin American computer": (f"httpsÑ--jornadas.example-pase-{ONE}-", [ONE]),
    "an address on a Spanish computer": (f"httpsÑ--jornadas.example-pase-{ONE}-", [ONE]),
    "a Spanish scanner": (f"https>&&jornadas.example&pase&{ONE}&", [ONE]),
    "a German computer": ("PRACT1CA0001Y", [TWO]),
    "a French computer": ('èK"?çAXTéZVQé', [ONE]),
    "a French computer with caps lock": ('èk",çaxtézvqé', [ONE]),
    "a French scanner": ("&K#:(AXT@ZVQ@", [ONE]),
    "a French computer, an address": ('https:!!jornqdes.exq,ple!pqse!èK"?çAXTéZVQé!', [ONE]),
    "two glued together": (ONE + TWO, [ONE, TWO]),
    "one twice": (ONE + ONE, [ONE]),
    "three glued together": (ONE + TWO + ONE, [ONE, TWO]),
    "two addresses glued together": (ADDRESS + ADDRESS.replace(ONE, TWO), [ONE, TWO]),
    "two addresses without their ends": (
        ADDRESS[:-1] + ADDRESS[:-1].replace(ONE, TWO),
        [ONE, TWO],
    ),
    "two glued together on a German computer": (ONE + "PRACT1CA0001Y", [ONE, TWO]),
    "a wrong character": (ONE[:-1] + "D", []),
    "a missing one": (ONE[:-1], []),
    "one and a half": (ONE + TWO[:6], []),
    "nothing": ("", []),
    "a name": ("María del Rosario", []),
    "another page": ("https://jornadas.example/jornadas/foro/", []),
    "something long": (ONE * 100, []),
}
