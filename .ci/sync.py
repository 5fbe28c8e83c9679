"""Make README.md from nbs/index.ipynb, and spread the owner's name from settings.ini to every URL.

Run it after an edit of index.ipynb or of `user` in settings.ini; CI checks that it changes nothing.
"""
import json
import re
from configparser import ConfigParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
config = ConfigParser(delimiters=['='])
config.read(ROOT/'settings.ini', encoding='utf-8')
user, repo = config['DEFAULT']['user'], config['DEFAULT']['repo']


def own(text):
    "URLs of the repository and of its pages, with the owner of settings.ini"
    text = re.sub(rf'(github\.com/)[\w.-]+(/{repo})\b', rf'\g<1>{user}\g<2>', text)
    text = re.sub(rf'(colab\.research\.google\.com/github/)[\w.-]+(/{repo})\b', rf'\g<1>{user}\g<2>', text)
    return re.sub(rf'(https://)[\w-]+(\.github\.io/{repo})\b', rf'\g<1>{user.lower()}\g<2>', text)


def without_directives(source): return '\n'.join(line for line in source.splitlines() if not line.startswith('#|'))


def readme(notebook):
    "The notebook's Markdown, code and text outputs, with paths that hold one folder up"
    parts = ['<!-- Made from nbs/index.ipynb by .ci/sync.py: edit the notebook -->']
    for cell in notebook['cells']:
        source = ''.join(cell['source']).strip()
        if cell['cell_type'] == 'markdown':
            source = re.sub(r'(\]\()(images/)', r'\g<1>nbs/\g<2>', source)
            source = re.sub(r'\{fig-alt="[^"]*"[^}]*\}', '', source)  # Quarto's; GitHub takes the caption
            pages = f"https://{user.lower()}.github.io/{repo}/"
            parts.append(re.sub(r'(\]\()(\w+\.html)', rf'\g<1>{pages}\g<2>', source))
        elif cell['cell_type'] == 'code' and not source.startswith('#| hide'):
            if '#| echo: false' not in source:
                parts.append(f'```python\n{without_directives(source)}\n```')
            for output in cell['outputs']:
                if 'image/png' in output.get('data', {}) or output.get('name') == 'stderr':
                    continue
                if 'text/markdown' in output.get('data', {}):
                    parts.append(''.join(output['data']['text/markdown']))
                    continue
                text = output.get('text') or output.get('data', {}).get('text/plain', [])
                if text:
                    parts.append('```\n' + ''.join(text).rstrip() + '\n```')
    return '\n\n'.join(parts) + '\n'


for path in sorted((ROOT/'nbs').glob('*.ipynb')):
    text = path.read_text(encoding='utf-8')
    if own(text) != text:
        path.write_text(own(text), encoding='utf-8')
index = json.loads((ROOT/'nbs/index.ipynb').read_text(encoding='utf-8'))
(ROOT/'README.md').write_text(readme(index), encoding='utf-8')
