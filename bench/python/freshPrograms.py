# Times programs that are fresh each time: parse, compile, run in a new namespace, repr. Runs on CPython, Pyodide and
# MicroPython alike. `measure` takes {"programs": [{"code", "call"}], "warmUp", "rounds", "traced"} as JSON and
# returns {"version", "outputs", "microseconds", "traced"}: each program's repr (null where it raised) and its time in each round.
import json
import sys
import time

try:
    now = time.perf_counter
except AttributeError:
    # MicroPython's own clock counts milliseconds here.
    from js import performance

    def now():
        return performance.now() / 1e3


def fresh(code, call):
    space = {'__name__': '__main__'}
    try:
        exec(code, space)
        return repr(eval(call, space))
    except Exception:
        return None


def traced(code, call):
    seen = {}

    def trace(frame, event, value):
        # The locals of every line as text, as the trace of ours records them.
        shown = seen.setdefault(frame, {})
        for name, local in frame.f_locals.items():
            shown[name] = repr(local)
        return trace

    space = {'__name__': '__main__'}
    try:
        exec(code, space)
        sys.settrace(trace)
        try:
            value = eval(call, space)
        finally:
            sys.settrace(None)
        return repr(value)
    except Exception:
        return None


def rounds_of(run, programs, warm_up, rounds):
    times = []
    for _ in range(warm_up):
        for program in programs:
            run(program['code'], program['call'])
    for _ in range(rounds):
        passed = []
        for program in programs:
            start = now()
            run(program['code'], program['call'])
            passed.append(1e6 * (now() - start))
        times.append(passed)
    return times


def measure(text):
    task = json.loads(text)
    programs, warm_up, rounds = task['programs'], task['warmUp'], task['rounds']
    return json.dumps({
        'version': '.'.join(str(part) for part in tuple(sys.implementation.version)[:3]),
        'outputs': [fresh(program['code'], program['call']) for program in programs],
        'microseconds': rounds_of(fresh, programs, warm_up, rounds),
        'traced': rounds_of(traced, programs, warm_up, rounds) if task['traced'] and hasattr(sys, 'settrace') else None,
    })
