"""The same requests through the openai package and asyncio, as a script of one's own would do it.

    python3 -m venv /tmp/bench-venv && /tmp/bench-venv/bin/pip install openai
    CLARIFY_BENCH_PYTHON=/tmp/bench-venv/bin/python cargo bench --bench audit
"""

import asyncio
import json
import sys
import time


async def main(url, path, jobs, ideal):
    start = time.perf_counter()
    from openai import AsyncOpenAI

    client = AsyncOpenAI(base_url=url, api_key="k", max_retries=0)
    bodies = [json.loads(line) for line in open(path, encoding="utf-8")]
    places = asyncio.Semaphore(jobs)

    async def ask(body):
        async with places:
            return await client.chat.completions.create(**body)

    answers = await asyncio.gather(*(ask(body) for body in bodies))
    took = time.perf_counter() - start
    assert len(answers) == len(bodies)
    print(f"the openai package with asyncio: {took:.2f} s, reached to {100 * ideal / took:.1f} %")


asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])))
