"""Is this run folder what a run promises? `python .ci/check_run.py runs/try`

Eight files, a history that agrees with the predictions, a result well above chance that still leaves mistakes to look
at.
"""
import json
import sys
from pathlib import Path

from cifar_s7.data import load
from cifar_s7.misclass import predict
from cifar_s7.runs import EVAL_BATCH, load_model

out = Path(sys.argv[1])
record = json.loads((out/'recipe.json').read_text())
rows = [json.loads(line) for line in (out/'history.jsonl').read_text().splitlines()]
assert len(rows) == record['recipe']['epochs'], f"{len(rows)} rows for {record['recipe']['epochs']} epochs"
model, classes = load_model(out/'last.pt')
predictions = predict(model, load(record['data'], False, n=record['n_test']), EVAL_BATCH)
wrong, accuracy = int(predictions.wrong.sum()), rows[-1]['test_acc']
assert abs(predictions.accuracy - accuracy) < 1e-9, (
    f'history says {accuracy}, the weights in last.pt say {predictions.accuracy}'
)
assert accuracy > .2, f'test accuracy {accuracy:.1%}: not well above chance (10 %)'
assert wrong > 10, f'only {wrong} misclassified'
seconds = sum(row['seconds'] for row in rows)
print(f'test accuracy {accuracy:.1%}, {wrong} of {len(predictions)} misclassified, {seconds:.0f} s in all')
