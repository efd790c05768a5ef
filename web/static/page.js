/* Makes pages nicer; every page works without it. */
(function () {
  'use strict';

  /* Lists narrow while one types. The same keys as on the server would need a table of letters here,
     so this only drops diacritics; the form itself asks the server, which knows all alphabets. */
  function plain(text) {
    return text.toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g, '')
      .replace(/ə/g, 'e').replace(/ı/g, 'i');
  }

  document.querySelectorAll('input[data-filter]').forEach(function (input) {
    var table = document.getElementById(input.dataset.filter);
    if (!table) { return; }
    var rows = Array.prototype.slice.call(table.tBodies[0].rows).map(function (row) {
      return [row, plain(row.dataset.name || row.textContent)];
    });
    input.addEventListener('input', function () {
      var wanted = plain(input.value.trim());
      rows.forEach(function (pair) { pair[0].hidden = pair[1].indexOf(wanted) < 0; });
    });
  });

  /* A source opens beside the text instead of far below it. */
  function noteFor(link) {
    var note = document.createElement('span');
    note.className = 'source-note';
    note.setAttribute('role', 'note');
    (link.dataset.sources || '').trim().split(/\s+/).forEach(function (number) {
      var source = document.getElementById('source-' + number);
      if (!source) { return; }
      var line = document.createElement('span');
      line.textContent = number + '. ' + source.textContent.trim();
      note.appendChild(line);
    });
    return note;
  }

  document.addEventListener('click', function (event) {
    var link = event.target.closest && event.target.closest('.cite a');
    if (!link || event.ctrlKey || event.metaKey) { return; }
    /* Beside a figure there is no room for a sentence: there the source gets a row of its own. */
    var cell = link.closest('td.number, .two-years td');
    var place = cell ? cell.parentNode : link.parentNode, open = place.nextElementSibling;
    event.preventDefault();
    if (open && (open.classList.contains('source-note') || open.classList.contains('source-row'))) {
      var own = link.getAttribute('aria-expanded') === 'true';
      open.remove();
      place.querySelectorAll('.cite a').forEach(function (a) { a.setAttribute('aria-expanded', 'false'); });
      if (own) { return; }
    }
    var note = noteFor(link);
    if (!note.childNodes.length) { window.location.hash = link.hash; return; }
    var added = note;
    if (cell) {
      added = document.createElement('tr');
      added.className = 'source-row';
      added.insertCell().colSpan = place.cells.length;
      added.cells[0].appendChild(note);
    }
    place.parentNode.insertBefore(added, place.nextSibling);
    link.setAttribute('aria-expanded', 'true');
  });

  /* While a name is typed, those that fit are offered. Without script the server asks which one. */
  function offerNames(input, number) {
    var list = document.createElement('datalist'), waiting = 0, asked = '';
    list.id = 'names-' + number;
    input.setAttribute('list', list.id);
    input.parentNode.appendChild(list);
    function show(answer) {
      list.textContent = '';
      answer.names.forEach(function (one) {
        var option = document.createElement('option');
        option.value = one.name;
        list.appendChild(option);
      });
    }
    function ask() {
      var text = input.value.trim();
      if (text.length < 2 || text === asked) { return; }
      asked = text;
      fetch('/api/v1/records/' + input.dataset.names + '/names?q=' + encodeURIComponent(text), { credentials: 'same-origin' })
        .then(function (answer) { return answer.ok ? answer.json() : { names: [] }; })
        .then(show, function () {});
    }
    input.addEventListener('input', function () {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(ask, 200);
    });
  }
  document.querySelectorAll('input[data-names]').forEach(offerNames);

  /* What is wrong with a form is read out first. */
  var faults = document.getElementById('faults');
  if (faults) { faults.focus(); }

  document.addEventListener('keydown', function (event) {
    if (event.key !== 'Escape') { return; }
    document.querySelectorAll('.source-note, .source-row').forEach(function (note) { note.remove(); });
    document.querySelectorAll('details[open].differs, .downloads details[open]').forEach(function (d) { d.open = false; });
  });

  /* How far long work is: asked again and put in place, until it has ended. */
  function again(box) {
    window.setTimeout(function () {
      fetch(window.location.href, { credentials: 'same-origin' }).then(function (answer) {
        if (!answer.ok) { throw new Error(); }
        return answer.text();
      }).then(function (text) {
        var fresh = new DOMParser().parseFromString(text, 'text/html').getElementById(box.id);
        if (!fresh) { window.location.reload(); return; }
        var held = box.contains(document.activeElement) ? document.activeElement.id : null;
        box.replaceWith(fresh);
        if (held !== null) { (document.getElementById(held || '-') || fresh).focus(); }
        if (fresh.dataset.again) { again(fresh); }
      }).catch(function () { again(box); });
    }, Number(box.dataset.again));
  }
  document.querySelectorAll('[data-again]').forEach(again);
}());
