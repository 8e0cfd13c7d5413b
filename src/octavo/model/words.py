"""The few words that octavo itself says to a reader, in the language of the publication."""

from __future__ import annotations

from collections.abc import Sequence

_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "ja", "zh")
_WORDS = {
    "contents": ("Contents", "Inhalt", "Table des matières", "Índice", "Indice", "Sumário", "Inhoud", "目次", "目录"),
    "skip": ("Skip to the text", "Zum Text springen", "Aller au texte", "Saltar al texto", "Vai al testo",
             "Saltar para o texto", "Naar de tekst", "本文へ移動", "跳到正文"),
    "notes": ("Notes", "Anmerkungen", "Notes", "Notas", "Note", "Notas", "Noten", "注", "注释"),
    "back-to-text": ("Back to the text", "Zurück zum Text", "Retour au texte", "Volver al texto", "Torna al testo",
                     "Voltar ao texto", "Terug naar de tekst", "本文に戻る", "返回正文"),
    "figure": ("Figure", "Abbildung", "Figure", "Figura", "Figura", "Figura", "Figuur", "図", "图"),
    "table": ("Table", "Tabelle", "Tableau", "Tabla", "Tabella", "Tabela", "Tabel", "表", "表"),
    "code": ("Code", "Code", "Code", "Código", "Codice", "Código", "Code", "コード", "代码"),
    "cover": ("Cover", "Umschlag", "Couverture", "Cubierta", "Copertina", "Capa", "Omslag", "表紙", "封面"),
    "title-page": ("Title page", "Titelseite", "Page de titre", "Portada", "Frontespizio", "Folha de rosto",
                   "Titelpagina", "扉", "扉页"),
    "text": ("Text", "Text", "Texte", "Texto", "Testo", "Texto", "Tekst", "本文", "正文"),
    "landmarks": ("Landmarks", "Orientierungspunkte", "Repères", "Puntos de referencia", "Punti di riferimento",
                  "Pontos de referência", "Oriëntatiepunten", "ランドマーク", "导航标志"),
    "logo": ("Logo", "Logo", "Logo", "Logotipo", "Logo", "Logótipo", "Logo", "ロゴ", "标志"),
    "done": ("done", "erledigt", "fait", "hecho", "fatto", "feito", "gedaan", "完了", "已完成"),
    "open": ("to do", "offen", "à faire", "pendiente", "da fare", "por fazer", "te doen", "未完了", "未完成"),
    "note": ("Note", "Hinweis", "Remarque", "Nota", "Nota", "Nota", "Opmerking", "注記", "注意"),
    "tip": ("Tip", "Tipp", "Astuce", "Consejo", "Suggerimento", "Dica", "Tip", "ヒント", "提示"),
    "important": ("Important", "Wichtig", "Important", "Importante", "Importante", "Importante", "Belangrijk",
                  "重要", "重要"),
    "warning": ("Warning", "Warnung", "Avertissement", "Advertencia", "Avviso", "Aviso", "Waarschuwing",
                "警告", "警告"),
    "caution": ("Caution", "Vorsicht", "Attention", "Precaución", "Attenzione", "Cuidado", "Let op", "注意", "小心"),
    "and": ("and", "und", "et", "y", "e", "e", "en", "、", "、"),
    "aut": ("{}", "{}", "{}", "{}", "{}", "{}", "{}", "{}", "{}"),
    "edt": ("Edited by {}", "Herausgegeben von {}", "Édité par {}", "Edición de {}", "A cura di {}", "Edição de {}",
            "Onder redactie van {}", "{} 編", "{} 编"),
    "trl": ("Translated by {}", "Übersetzt von {}", "Traduit par {}", "Traducción de {}", "Traduzione di {}",
            "Tradução de {}", "Vertaald door {}", "{} 訳", "{} 译"),
    "ill": ("Illustrated by {}", "Illustriert von {}", "Illustré par {}", "Ilustraciones de {}", "Illustrazioni di {}",
            "Ilustrações de {}", "Geïllustreerd door {}", "{} 絵", "{} 绘"),
    "pht": ("Photographs by {}", "Fotografien von {}", "Photographies de {}", "Fotografías de {}", "Fotografie di {}",
            "Fotografias de {}", "Foto's van {}", "{} 写真", "{} 摄影"),
    "aui": ("Introduced by {}", "Mit einer Einleitung von {}", "Introduction de {}", "Introducción de {}",
            "Introduzione di {}", "Introdução de {}", "Ingeleid door {}", "{} 序", "{} 序"),
    "bkd": ("Designed by {}", "Gestaltet von {}", "Conception graphique de {}", "Diseño de {}",
            "Progetto grafico di {}", "Design de {}", "Vormgegeven door {}", "{} 装丁", "{} 设计"),
}  # fmt: skip


def word(key: str, lang: str) -> str:
    """A word in a language given by its BCP 47 tag; in English where octavo does not know the language."""
    primary = lang.partition("-")[0].lower()
    return _WORDS[key][_LANGUAGES.index(primary) if primary in _LANGUAGES else 0]


def join_names(names: Sequence[str], lang: str) -> str:
    """Names as the language lists them: A; A and B; A, B and C."""
    if len(names) < 2:
        return "".join(names)
    between = word("and", lang)
    if between == "、":
        return between.join(names)
    return f"{', '.join(names[:-1])} {between} {names[-1]}"


def role_phrase(role: str, names: str, lang: str) -> str:
    """What a title page says of contributors, by their MARC relator code."""
    return word(role, lang).format(names) if role in _WORDS else names


def direction(lang: str) -> str:
    """`rtl` for the languages of Arabic, Hebrew and their kin, else `ltr`."""
    parts = lang.lower().split("-")
    if "latn" in parts or "cyrl" in parts:
        return "ltr"
    rtl = {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"}
    return "rtl" if parts[0] in rtl or {"arab", "hebr"} & set(parts) else "ltr"
