"""Prepare every page of the docs site as nbdev does, and check what a reader would stumble over.

Each exported name is on its page (a function or class with heading, signature and parameters). No page shows an error,
lacks an output, has a picture without alternative text, or links to a page, a heading or a file that is not there.
"""
import ast
import json
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NBS = ROOT/'nbs'


def exported(module):
    "{name: whether it is a function or class} for the names in `__all__`"
    body = ast.parse(module.read_text(encoding='utf-8')).body
    defined = {n.name for n in body if isinstance(n, (ast.FunctionDef, ast.ClassDef))}
    for node in body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], 'id', '') == '__all__':
            return {name: name in defined for name in ast.literal_eval(node.value)}
    return {}


def cells_of(path): return json.loads(path.read_text(encoding='utf-8'))['cells']
def source(cell): return ''.join(cell['source'])
def prose(cells):
    "The Markdown of a page, typed or made by its code"
    typed = [source(c) for c in cells if c['cell_type'] == 'markdown']
    made = [o.get('data', {}).get('text/markdown', '') for c in cells for o in c.get('outputs', [])]
    return '\n'.join(typed + [''.join(text) for text in made])
def module_of(cells):
    "The module that a notebook makes, by its `default_exp`"
    names = [found[1] for c in cells if (found := re.match(r'#\|\s*default_exp (\w+)', source(c)))]
    return ROOT/'cifar_s7'/f'{names[0]}.py' if names else None
def page_name(path): return re.sub(r'^\d+_', '', path.stem) + '.html'
def anchors(text):
    return {
        re.sub(r'[^\w\- ]', '', h.lower()).strip().replace(' ', '-')
        for h in re.findall(r'^#+ (.*)$', re.sub(r'```.*?```', '', text, flags=re.S), re.M)
    }


def whole_text(cells):
    "All sources and outputs of a prepared page"
    return '\n'.join(
        [source(c) for c in cells]
        + [json.dumps(o.get('data', o.get('text', ''))) for c in cells for o in c.get('outputs', [])]
    )


def missing_names(cells, module):
    "Exported names that a page does not show"
    text = whole_text(cells)
    for name, defined in exported(module).items():
        if defined and f'### {name}' not in text:
            yield f'{name} has no heading'
        if not re.search(rf'\b{name}\b', text):
            yield f'{name} does not appear'


def ends_with_value(code):
    "Whether a cell shows something: its last statement is a name, or a call that returns something to look at"
    code = '\n'.join(line for line in code.splitlines() if not re.match(r'\s*[%!#]', line))
    body = ast.parse(code).body
    if not body or not isinstance(body[-1], ast.Expr):
        return False
    value = body[-1].value
    if isinstance(value, ast.Call):
        return bool(re.match(r'(plot_|table|print$|Markdown$|recipes$|summary$)|.*\.plot$', ast.unparse(value.func)))
    return isinstance(value, (ast.Name, ast.Attribute, ast.Subscript))


def faulty_cells(cells):
    "Errors, missing outputs, pictures without alternative text"
    for number, cell in enumerate(cells):
        if cell['cell_type'] != 'code':
            continue
        code, outputs = source(cell), cell['outputs']
        for o in outputs:
            if o['output_type'] == 'error':
                yield f"cell {number} shows an error: {o['evalue']}"
        hidden = re.match(r'#\|\s*(export|hide|eval: *false)', code)
        if not hidden and not outputs and ends_with_value(code):
            yield f'cell {number} has no output: {code.splitlines()[-1][:60]}'
        if any('image/png' in o.get('data', {}) for o in outputs) and not re.search(
            r'^#\|\s*fig-alt: *"[^"]{20,}"$', code, re.M
        ):
            yield f'cell {number} shows a picture without fig-alt'
        if any('%|' in ''.join(o.get('text', '')) for o in outputs):
            yield f'cell {number} shows a progress bar: execute the page with TQDM_DISABLE=1'


def faulty_links(cells, headings):
    "Links and pictures that lead nowhere; `headings`: page -> its anchors"
    text = re.sub(r'`[^`\n]*`', 'code', prose(cells))
    for alt, target in re.findall(r'!\[([^\]]*)\]\(([^)\s]*)\)', text):
        if not alt.strip():
            yield f'the picture {target} has no alternative text'
        if not target.startswith('http') and not (NBS/target).is_file():
            yield f'there is no picture {target}'
    for target in re.findall(r'(?<!!)\[(?:[^\[\]]|!\[[^\]]*\]\([^)]*\))*\]\(([^)\s]*)\)', text):
        if target.startswith(('http', 'mailto:')):
            continue
        page, _, anchor = target.partition('#')
        if page.endswith('.ipynb'):
            page = page_name(Path(page))
        if page and page not in headings:
            yield f'there is no page {target}'
        elif page and anchor and anchor not in headings[page]:
            yield f'there is no heading {target}'


def left_behind(cells):
    "Registries of the package that a page changes and leaves so: nbdev_test runs another page in the same process"
    code = '\n'.join(source(c) for c in cells if c['cell_type'] == 'code')
    for registry in ('OPS', 'SCHEDULES', 'RECIPES', 'METHODS'):
        own = re.search(rf'^{registry}\b.* = ', code, re.M)  # the page on which it is defined
        changes = rf'^\s*({registry}\[.*\] = |del {registry}\[|{registry}\.(pop|clear|update)\()'
        if registry == 'OPS':
            changes += r'|^class [A-Z]\w*\((Op|_\w+)\)'
        lines = [line.strip() for line in code.splitlines() if re.search(changes, line)]
        if lines and not own and not re.match(rf'(del {registry}\[|{registry}\.(pop|update)\()', lines[-1]):
            yield f'{registry} is changed and not put back at the end of the page: {lines[-1]}'


def faults_of(cells, headings): return [*faulty_cells(cells), *faulty_links(cells, headings)]


def try_itself():
    "The check must be able to fail"
    def code(text, *outputs): return dict(cell_type='code', source=text, outputs=list(outputs))
    picture = dict(output_type='display_data', data={'image/png': ''})
    bad = [
        code('fig'),
        code('plot_images(x)', picture),
        code('table', dict(output_type='display_data', data={'text/markdown': ['[there](none.html)']})),
        code('train()', dict(output_type='stream', name='stderr', text=['\repoch 1/3: 100%|####| 4/4'])),
        code('1/0', dict(output_type='error', evalue='division by zero')),
        *(
            dict(cell_type='markdown', source=s)
            for s in (
                '![](images/curves.png)',
                '![a curve](images/none.png)',
                '[there](none.html)',
                '[there](data.html#nowhere)',
            )
        ),
    ]
    good = [
        code('x = 1'),
        code('#| fig-alt: "eight drawn shapes in a row"\nplot_images(x)', picture),
        code('table', dict(output_type='display_data', data={'text/markdown': ['[data](data.html#here)']})),
        dict(cell_type='markdown', source='[data](data.html#here), ![a curve](images/curves.png)'),
    ]
    headings = {'data.html': {'here'}}
    for cell in bad:
        assert faults_of([cell], headings), cell
    own_op = code('class CutOut(Op): ...')
    assert list(left_behind([own_op])) and not list(left_behind([own_op, code("OPS.pop('CutOut')")]))
    assert not faults_of(good, headings), faults_of(good, headings)


if __name__ == '__main__':
    from nbdev.serve import proc_nbs
    try_itself()
    for name in ('_proc', 'nbs/_proc'):
        shutil.rmtree(ROOT/name, ignore_errors=True)
    prepared = Path(proc_nbs(str(NBS), n_workers=0))
    sources = sorted(NBS.glob('*.ipynb'))
    faults = [f'{p.name} was not prepared' for p in sources if not (prepared/p.name).is_file()]
    pages = {p.name: cells_of(prepared/p.name) for p in sources}
    headings = {page_name(Path(name)): anchors(prose(cells)) for name, cells in pages.items()}
    for name, cells in pages.items():
        found = [*faults_of(cells, headings), *left_behind(cells_of(NBS/name))]
        module = module_of(cells_of(NBS/name))
        if module is not None:
            found += missing_names(cells, module)
        faults += [f'{name}: {f}' for f in found]
    sidebar = (NBS/'_quarto.yml').read_text(encoding='utf-8')
    faults += [f'{p.name} is not in the sidebar' for p in sources if p.name not in sidebar]
    print('\n'.join(faults) or f'{len(sources)} pages are whole')
    sys.exit(bool(faults))
