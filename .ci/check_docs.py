"""Prepare every page of the docs site as nbdev does, and check that each exported name appears on its page."""
import ast
import json
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def exported(module):
    "The names in `__all__`"
    for node in ast.parse(module.read_text(encoding='utf-8')).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], 'id', '') == '__all__': return ast.literal_eval(node.value)
    return []


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
        for name in exported(module):
            count += 1
            if f'### {name}' not in text: faults.append(f'{name} has no heading on the page of {page.name}')
    print('\n'.join(faults) or f'{len(sources)} pages are prepared; {count} exported names each have their heading')
    sys.exit(bool(faults))
