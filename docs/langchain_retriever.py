"""Use the office's index in a LangChain chain of one's own: `python docs/langchain_retriever.py "câu hỏi"`."""

from __future__ import annotations

import sys
from datetime import date

from langchain_core.runnables import RunnableLambda

from bot.config import load
from bot.retriever import ThiduaRetriever
from retrieval import Index, Register

settings = load()
question = " ".join(sys.argv[1:]) or "Hạn gửi báo cáo phong trào thi đua?"

with Index.open(settings.index.folder, model=settings.embedding.model) as index:
    retriever = ThiduaRetriever(index=index, register=Register.load(settings.register.path), on=date(2026, 11, 21), k=3)
    chain = retriever | RunnableLambda(
        lambda pages: "\n".join(
            f"{p.metadata['place']} · {p.metadata['source']} · {p.metadata['state']}" for p in pages
        )
    )
    sys.stdout.write(chain.invoke(question) + "\n")
