"""No log line, at any level, holds what people write, their passwords, tokens or our keys."""

import os
import subprocess
import sys
import time
from pathlib import Path

import httpx

from chat_app.config import Settings
from tests.conftest import ROOT, free_port

WORDS = "SAIDBYADA"
PASSWORD = "PASSWORDOFADA"
WRONG_PASSWORD = "WRONGPASSWORD"
OPERATORS = "TOKENOFTHEOPERATOR"
VENDORS = "KEYOFTHEVENDOR"
SIGNING = "SECRETTHATSIGNSTOKENSANDISLONGENOUGH"


def talk(url: str) -> str:
    """Use the app well and badly, and return the access token."""
    with httpx.Client(base_url=url, timeout=30) as http:
        account = {"email": "ada@example.com", "password": PASSWORD}
        token = http.post("/api/auth/register", json=account).json()["access_token"]
        http.cookies.clear()
        http.post("/api/auth/login", json=account | {"password": WRONG_PASSWORD})
        http.cookies.clear()
        http.get("/metrics", headers={"Authorization": f"Bearer {OPERATORS}"})
        http.get("/api/auth/me", headers={"Authorization": f"Bearer {token}x"})
        http.headers["Authorization"] = f"Bearer {token}"
        sent = http.post("/api/chat", json={"message": f"Repeat {WORDS} 茶"})
        assert sent.status_code == 200, sent.text
        chat_id = sent.json()["chat_id"]
        path = f"/api/chat/{chat_id}"
        assert http.post(f"{path}/message", json={"message": WORDS * 1000}).status_code == 400
        assert http.patch(path, json={"title": WORDS}).status_code == 200
        assert http.get("/api/chats", params={"q": WORDS}).status_code == 200
        for kind in ("json", "md", "pdf"):
            assert http.get(f"{path}/export", params={"format": kind}).status_code == 200
        # The vendor's endpoint refuses connections: a fault with retries, at the end a 502.
        away = http.post("/api/chat", json={"message": WORDS, "model": "gpt-6-luna"})
        assert away.status_code in {502, 503, 504}, away.text
        http.post("/api/auth/password", json={"current": WRONG_PASSWORD, "new": PASSWORD})
        stream = f"{path}/message/{sent.json()['message_id']}/stream"
        del http.headers["Authorization"]
        assert http.get(stream, params={"access_token": token}).status_code == 200
    return token


def test_no_secret_and_no_word_of_anybody_reaches_the_log(tmp_path: Path) -> None:
    port = free_port()
    own = {name: value for name, value in os.environ.items() if name not in Settings.model_fields}
    log = tmp_path / "stderr"
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "chat_app.cli", "api"],
            cwd=ROOT,
            env=own
            | {
                "DATABASE_URL": f"sqlite:///{tmp_path}/chat.db",
                "PORT": str(port),
                "LOG_LEVEL": "DEBUG",
                "JWT_SECRET": SIGNING,
                "METRICS_TOKEN": OPERATORS,
                "OPENAI_API_KEY": VENDORS,
                "OPENAI_BASE_URL": f"http://127.0.0.1:{free_port()}",
                "DEFAULT_MODEL": "simulated",
                "SIM_DELAY_MS": "0",
            },
            stdout=output,
            stderr=output,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 60
        while True:
            try:
                httpx.get(url + "/api/ready")
                break
            except httpx.HTTPError:
                assert time.monotonic() < deadline, log.read_text()[-2000:]
                time.sleep(0.1)
        token = talk(url)
    finally:
        server.terminate()
        server.wait(20)
    written = log.read_text()
    assert "exchange.settled" in written
    for secret in (WORDS, PASSWORD, WRONG_PASSWORD, OPERATORS, VENDORS, SIGNING, token):
        lines = [line for line in written.splitlines() if secret in line]
        assert lines == [], lines[0][:500]
