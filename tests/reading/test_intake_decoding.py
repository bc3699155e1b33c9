"""From bytes to characters."""

import io
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.errors import InputError, UsageError
from luoshi.reading.intake import from_bytes
from luoshi.reading.intake.decoding import checked_encoding, decode, stream_encoding
from luoshi.reading.text import Source

TEXT = "各位代表：\r\n　　去年全市粮食产量达到45亿斤，增长3.2%。\n谢谢大家！"


def decoded_or_code(data: bytes) -> tuple[str, str] | str:
    try:
        return decode(data, "a.txt")
    except InputError as error:
        return error.code


@pytest.mark.parametrize(
    ("written_as", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("gb2312", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-32", "utf-32"),
    ],
)
def test_the_encoding_is_found_and_line_ends_stay(written_as: str, found: str) -> None:
    data = TEXT.encode(written_as)
    assert decode(data, "a.txt") == (TEXT, found)
    assert stream_encoding(io.BytesIO(data), "a.txt") == found


def test_a_byte_order_mark_of_the_other_endian_is_dropped() -> None:
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be"), "a.txt")[0] == TEXT


def test_characters_only_gb18030_has_are_read() -> None:
    text = TEXT + "镕㐂龦"
    assert decode(text.encode("gb18030"), "a.txt") == (text, "gb18030")


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_the_encoding_found_gives_the_same_characters_in_python(text: str) -> None:
    data = text.encode("utf-8")
    decoded, found = decode(data, "a.txt")
    assert data.decode(found) == decoded
    assert decoded == text.removeprefix("\ufeff")


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    result = decoded_or_code(data)
    if isinstance(result, str):
        assert result in {"undecodable", "unknown_format"}
    else:
        text, found = result
        assert data.decode(found) == text
        text.encode("utf-8")


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_a_stream_decodes_as_its_bytes_do(data: bytes) -> None:
    expected = decoded_or_code(data)
    if isinstance(expected, str):
        with pytest.raises(InputError) as refused:
            stream_encoding(io.BytesIO(data), "a.txt")
        assert refused.value.code == expected
    else:
        assert stream_encoding(io.BytesIO(data), "a.txt") == expected[1]


SOUND = TEXT * 3
AT = 61


@pytest.mark.parametrize(
    ("encoding", "bad"),
    [
        ("utf-8", lambda data: data[:AT] + b"\xff" + data[AT:]),
        ("utf-8", lambda data: data[:1] + data[2:]),
        ("gb18030", lambda data: data[:30] + b"\xff" + data[30:]),
        ("gb18030", lambda data: data[:-1]),
        ("gb18030", lambda data: data + b"\x80"),
    ],
)
def test_a_bad_byte_in_a_sound_text_becomes_a_mark(encoding: str, bad: Callable[[bytes], bytes]) -> None:
    data = bad(SOUND.encode(encoding))
    text, found = decode(data, "a.txt")
    assert found == encoding
    assert 1 <= text.count("�") <= 2
    before, _, behind = text.partition("�")
    assert SOUND.startswith(before)
    assert SOUND.endswith(behind.lstrip("�"))
    assert stream_encoding(io.BytesIO(data), "a.txt") == found


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xff", "全市�经济平稳"),
        (b"\x80", "全市�经济平稳"),
    ],
)
def test_reading_goes_on_behind_a_bad_byte_in_gbk(data: bytes, text: str) -> None:
    damaged = "全市".encode("gbk") + data + "经济平稳".encode("gbk") + SOUND.encode("gbk")
    assert decode(damaged, "a.txt")[0] == text + SOUND


def test_a_lost_half_of_a_character_in_gbk_costs_that_character_only() -> None:
    damaged = "全市".encode("gbk") + b"\xff" + "经济平稳".encode("gbk")[1:] + SOUND.encode("gbk")
    assert decode(damaged, "a.txt")[0] == "全市�济平稳" + SOUND


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_many_bad_bytes_are_refused_and_the_first_is_named(encoding: str) -> None:
    good = TEXT[:20].encode(encoding)
    bad = good + b"\xff\xff" + TEXT.encode(encoding) + b"\xff\xff" * 5
    with pytest.raises(InputError) as refused:
        decode(bad, "报告.txt")
    with pytest.raises(InputError) as refused_stream:
        stream_encoding(io.BytesIO(bad), "报告.txt")
    assert refused.value.code == refused_stream.value.code == "undecodable"
    assert "报告.txt" in refused.value.message("en")


def test_a_file_with_a_bad_byte_says_where_it_is() -> None:
    data = SOUND.encode("gbk")
    (file,) = from_bytes(data[:AT] + b"\xff" + data[AT:], "a.txt")
    (row,) = from_bytes(
        "正文,年份\n".encode("gbk") + b'"' + data[:AT] + b"\xff" + data[AT:] + b'",2021', "a.csv"
    )
    assert isinstance(file, Source)
    assert isinstance(row, Source)
    assert f"从第 {AT} 字节起有" in file.notices[0]
    assert "无法读出" in row.notices[0]


@pytest.mark.parametrize(
    "data",
    [
        "Résumé détaillé à l'été".encode("latin-1"),
        "Отчёт правительства города".encode("cp1251"),
        bytes(range(128, 256)),
    ],
)
def test_other_encodings_are_refused_rather_than_read_as_noise(data: bytes) -> None:
    with pytest.raises(InputError, match="解码"):
        decode(data, "a.txt")


def test_binary_data_is_no_text() -> None:
    with pytest.raises(InputError) as refused:
        decode(b"abc\0def", "a.txt")
    assert refused.value.code == "unknown_format"


def test_the_encoding_asked_for_is_used() -> None:
    assert decode("Été".encode("latin-1"), "a.txt", checked_encoding("latin-1")) == ("Été", "iso8859-1")
    assert decode(TEXT.encode("utf-8-sig"), "a.txt", checked_encoding("UTF-8")) == (TEXT, "utf-8-sig")
    with pytest.raises(InputError):
        decode(TEXT.encode("gb18030"), "a.txt", checked_encoding("utf-8"))


@pytest.mark.parametrize("name", ["utf-9", "rot13", "no\0such", ""])
def test_an_unknown_encoding_is_a_usage_error(name: str) -> None:
    with pytest.raises(UsageError):
        checked_encoding(name)


def test_gb2312_means_gb18030() -> None:
    assert {checked_encoding(name) for name in ("gb2312", "GBK", "cp936", "gb18030")} == {"gb18030"}
