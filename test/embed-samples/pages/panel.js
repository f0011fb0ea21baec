const panel = document.querySelector('sidebook-frame');
panel.tokenProvider = () => fetch('/sidebook-token', { method: 'POST' }).then((r) => r.text());
panel.addEventListener('sidebook:navigate', (e) => location.assign('/open/' + encodeURIComponent(e.detail.entity)));
