import numpy as np
import pytest

from comity.arrays import Mapped, parts_of
from comity.store import Store


def test_arrays_words_and_values_come_back_as_they_were(tmp_path):
    arrays = {
        "odd": np.arange(5, dtype=np.uint8),
        "none": np.zeros(0, np.int64),
        "wide": np.asarray([1 << 40]),
    }
    words = {"words": ["año", "", "\ud800"], "empty": []}
    values = {"said": [None, 1, "line\nbreak"]}
    path = Store(tmp_path).write_arrays("t", "k", arrays, words=words, values=values)
    mapped = Mapped(path)
    for name, array in arrays.items():
        assert mapped.array(name).dtype == array.dtype
        assert mapped.array(name).tolist() == array.tolist()
    assert {name: mapped.words(name) for name in words} == words
    assert mapped.values == values


def test_a_mapped_array_cannot_be_written_to(tmp_path):
    mapped = Mapped(Store(tmp_path).write_arrays("t", "k", {"x": np.arange(3)}))
    with pytest.raises(ValueError, match="read-only"):
        mapped.array("x")[0] = 1


@pytest.mark.parametrize("kept", [0, 7, 20, -1])
def test_a_file_that_breaks_off_counts_as_not_there(tmp_path, kept):
    store = Store(tmp_path)
    path = store.write_arrays("t", "k", {"x": np.arange(300)})
    whole = path.read_bytes()
    assert b"".join(parts_of({"x": np.arange(300)}, {}, {})) == whole
    path.write_bytes(whole[:kept])
    assert store.arrays("t", "k") is None
    assert store.arrays("t", "never") is None
