/** Programs to begin with. The first kind is what the default model was warmed up on; the others show the interpreter. */
export const examples: readonly { name: string; program: string; inputs: string }[] = [
  {
    name: 'Lists, as in training',
    program: 'def f(a):\n    b = sorted(a)\n    c = b[::-1]\n    d = c[1:]\n    return d\n',
    inputs: '[3, 1, 4, 2]\n[9, 0, 5, 7]\n[1, 1, 8, 6]\n[2, 7, 1, 8]',
  },
  {
    name: 'A loop with a condition',
    program:
      'def f(numbers):\n    total = 0\n    for n in numbers:\n        if n % 2 == 0:\n            total += n\n    return total\n',
    inputs: '[3, 8, 5, 6]',
  },
  {
    name: 'Recursion',
    program: 'def f(n):\n    if n < 2:\n        return n\n    return f(n - 1) + f(n - 2)\n',
    inputs: '5',
  },
  {
    name: 'Words and a dictionary',
    program:
      'def f(text):\n    counts = {}\n    for word in text.lower().split():\n        counts[word] = counts.get(word, 0) + 1\n    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))\n',
    inputs: "'the cat and the dog and the bird'",
  },
  {
    name: 'An error at its line',
    program: 'def f(a):\n    b = a[1:]\n    return b[len(b)]\n',
    inputs: '[1, 2, 3]',
  },
  {
    name: 'An endless loop',
    program: 'def f(a):\n    while True: pass\n',
    inputs: '0',
  },
];
