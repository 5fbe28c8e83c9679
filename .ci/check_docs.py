"""Prepare every page of the docs site as nbdev does, and check that each exported name appears on its page.

A function or class has a heading there, with its signature and parameters; a constant is at least mentioned.
"""
import ast
import json
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def exported(module):
    "{name: whether it is a function or class} for the names in `__all__`"
    body = ast.parse(module.read_text(encoding='utf-8')).body
    defined = {n.name for n in body if isinstance(n, (ast.FunctionDef, ast.ClassDef))}
    for node in body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], 'id', '') == '__all__':
            return {name: name in defined for name in ast.literal_eval(node.value)}
    return {}


def page_text(path):
    "All sources and outputs of a prepared page"
    cells = json.loads(path.read_text(encoding='utf-8'))['cells']
    outputs = [o for c in cells for o in c.get('outputs', [])]
    errors = [o['evalue'] for o in outputs if o['output_type'] == 'error']
    assert not errors, f'{path.name} shows an error: {errors[0]}'
    return '\n'.join([''.join(c['source']) for c in cells] + [json.dumps(o.get('data', o.get('text', ''))) for o in outputs])


if __name__ == '__main__':
    from nbdev.serve import proc_nbs
    for name in ('_proc', 'nbs/_proc'): shutil.rmtree(ROOT/name, ignore_errors=True)
    pages = Path(proc_nbs(str(ROOT/'nbs'), n_workers=0))
    sources = sorted((ROOT/'nbs').glob('*.ipynb'))
    faults = [f'{p.name} was not prepared' for p in sources if not (pages/p.name).is_file()]
    count = 0
    for module in sorted((ROOT/'cifar_s7').glob('[a-z]*.py')):
        [page] = (ROOT/'nbs').glob(f'[0-9][0-9]_{module.stem}.ipynb')
        text = page_text(pages/page.name)
        for name, defined in exported(module).items():
            count += 1
            if defined and f'### {name}' not in text: faults.append(f'{name} has no heading on the page of {page.name}')
            if not re.search(rf'\b{name}\b', text): faults.append(f'{name} does not appear on the page of {page.name}')
    print('\n'.join(faults) or f'{len(sources)} pages are prepared; {count} exported names appear on theirs')
    sys.exit(bool(faults))
