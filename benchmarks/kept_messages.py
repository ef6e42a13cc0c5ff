"""The messages that a browser keeps, so that the server need not send them again."""

from dataclasses import dataclass

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


@dataclass
class _Kept:
    fragment: str
    run: int  # in which it was last shown


class KeptMessages:
    """Hashes of the messages that may come as a reference, aged as in Streamlit's frontend."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self._runs = 0
        self._oldest = 0  # runs after which what was not shown again is dropped

    def hashes(self) -> list[str]:
        """What the server may refer to."""
        return list(self._kept)

    def take(self, message: ForwardMsg) -> None:
        """Keeps what is to be kept, and drops what a run that has ended left too old."""
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            # Dropped already, where the next drawing was sent before a run's end.
            if kept := self._kept.get(message.ref_hash):
                kept.run = self._runs
        elif kind == "new_session":
            self._oldest = message.new_session.config.max_cached_message_age
        elif kind == "script_finished":
            if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                self._age(set(message.metadata.run.fragment_ids))
        elif message.metadata.cacheable:
            self._kept[message.hash] = _Kept(message.delta.fragment_id, self._runs)

    def _age(self, fragments: set[str]) -> None:
        """After a run of these fragments, or of the whole page where there are none."""
        self._runs += 1
        for name, kept in list(self._kept.items()):
            seen = not fragments or kept.fragment in fragments
            if seen and self._runs - kept.run > self._oldest:
                del self._kept[name]
